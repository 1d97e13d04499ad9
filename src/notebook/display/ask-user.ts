import { InputError } from '../../util/errors.js';

/** Options of {@link askUser}. */
export interface AskOptions {
  /** Shows dots in place of what is typed, and keeps it out of the notebook; default false. */
  password?: boolean;
}

/** Puts a question to who sits before the notebook. */
export type Ask = (question: string, options: AskOptions) => Promise<string>;

/** Where a kernel puts what {@link askUser} asks: `globalThis[ASK] = (question, options) => answer`. */
export const ASK = Symbol.for('listenlab.ask');

/**
 * Asks the user of the notebook a question, below the running cell, and waits for the answer.
 *
 * @example const user = await askUser('Whose plays? ');
 * @throws InputError where nobody can answer: when a notebook runs without a front end, and outside of our
 *   kernel; the interrupt, when the cell is interrupted meanwhile
 */
export async function askUser(question: string, options: AskOptions = {}): Promise<string> {
  const ask = (globalThis as { [ASK]?: Ask })[ASK];
  if (ask) return await ask(question, options);
  throw new InputError(
    `nobody can be asked "${question}" outside of a notebook with the listenlab kernel; give the value in the code`,
  );
}
