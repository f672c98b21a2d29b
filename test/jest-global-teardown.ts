const teardown = async () => {
  const { stopStartedByTests } = globalThis as { stopStartedByTests?: () => Promise<void> };
  await stopStartedByTests?.();
};

export default teardown;
