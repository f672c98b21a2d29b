/** An instant in milliseconds in the form that records have. */
export const instantOf = (milliseconds: number): string => new Date(milliseconds).toISOString();
