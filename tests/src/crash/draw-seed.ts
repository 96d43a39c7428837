const seedMax = 2 ** 31;

/** The seed of a run: CRASH_SEED, to see a run's faults again, or a new one. */
export function drawSeed(): number {
  // biome-ignore lint/style/noProcessEnv: the one setting of the matrix, named in what every run prints
  const given = Number(process.env['CRASH_SEED']);
  return Number.isInteger(given) && given > 0 ? given : Math.floor(Math.random() * seedMax);
}
