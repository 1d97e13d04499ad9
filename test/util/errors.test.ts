import { describe, expect, it } from 'vitest';
import { abortError, InputError, messageOf } from '#listenlab/util/errors.js';

describe('errors', () => {
  it('made for the user have their own name and keep their cause', () => {
    const cause = new Error('ENOENT');
    const error = new InputError('no file', { cause });
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.message, error.cause]).toEqual(['InputError', 'no file', cause]);
  });

  it('give their message, whatever was thrown', () => {
    expect([new Error('a'), 'b', 3, undefined].map(messageOf)).toEqual(['a', 'b', '3', 'undefined']);
  });

  it('for an interruption are Error objects, even if the reason is not', () => {
    const given = new Error('enough');
    expect(abortError(AbortSignal.abort(given))).toBe(given);
    expect(abortError(AbortSignal.abort()).name).toBe('AbortError');
    const made = abortError(AbortSignal.abort('stopped by hand'));
    expect([made.name, made.message]).toEqual(['AbortError', 'interrupted: stopped by hand']);
  });
});
