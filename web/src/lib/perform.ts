interface Act<Given, Made> {
  mutateAsync: (given: Given) => Promise<Made>;
}

/**
 * Do it, and afterwards what belongs to its being done, such as saying so in passing.
 *
 * An act often takes away what asked for it: an acknowledged notice leaves the list, and with it the callbacks that
 * `mutate` was given. These are called all the same. What went wrong stands in the act's own `error`.
 */
export function perform<Given, Made>(act: Act<Given, Made>, given: Given, done: (made: Made) => void): void {
  act.mutateAsync(given).then(done, () => undefined);
}
