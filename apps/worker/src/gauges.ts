/** Name, what it tells, value. */
export type Gauge = readonly [name: string, help: string, value: string];

/** Figures for an operator's alarms, in the text format of Prometheus. */
export const gauges = (prefix: string, figures: readonly Gauge[]): string =>
  figures
    .map(([name, help, value]) => {
      const metric = `beschlussbuch_${prefix}_${name}`;
      return `# HELP ${metric} ${help}\n# TYPE ${metric} gauge\n${metric} ${value}\n`;
    })
    .join('');
