/** npm passes on a Ctrl-C that the terminal has sent to the whole group already: that is one wish, not two. */
const SAME_WISH_MILLISECONDS = 500;
const FORCED = 1;

/** Runs `end` at the first SIGINT or SIGTERM and exits with what it answers; a second one exits at once. */
export const onSignal = (end: () => Promise<number>): void => {
  let first: number | undefined;
  const heard = () => {
    if (first === undefined) {
      first = Date.now();
      void end().then(
        (code) => process.exit(code),
        () => process.exit(FORCED),
      );
    } else if (Date.now() - first > SAME_WISH_MILLISECONDS) process.exit(FORCED);
  };
  process.on('SIGINT', heard);
  process.on('SIGTERM', heard);
};
