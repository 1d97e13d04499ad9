import { Session } from 'node:inspector';
import vm from 'node:vm';
import { KeyboardInterrupt } from '../traceback.js';
import { type CellParameters, PARAMETERS, RUN } from './translate.js';

/** The code of a cell: an async function that returns the cell's last value. */
type CellCode = (...parameters: unknown[]) => Promise<unknown>;

/**
 * Runs scripts in the process's one shared scope, through V8's inspector: what is evaluated there can be
 * terminated without unwinding the kernel that waits for it.
 */
export class CellRuntime {
  readonly #session = new Session();
  /** Variables of the shared scope. */
  readonly #declared = new Set<string>();
  /** Names looked up at each use: imports that their module may reassign. */
  readonly #bound = new Set<string>();
  #code: CellCode | undefined;

  constructor() {
    this.#session.connect();
    Object.defineProperty(globalThis, RUN, {
      value: (code: CellCode) => {
        this.#code = code;
      },
    });
  }

  /** Declares variables of the shared scope; existing ones keep their values. */
  declare(names: readonly string[]): void {
    const fresh = names.filter((name) => !this.#declared.has(name));
    if (fresh.length === 0) return;
    const declaration = (name: string) => (this.#bound.has(name) ? `${name} = globalThis.${name}` : name);
    evaluateAgain(`let ${fresh.map(declaration).join(', ')};`);
    for (const name of fresh) {
      this.#declared.add(name);
      if (this.#bound.delete(name)) Reflect.deleteProperty(globalThis, name);
    }
  }

  /**
   * Binds a name of the shared scope to a getter. An existing variable stays one, which V8 cannot undo, and gets the
   * current value.
   */
  bind(name: string, get: () => unknown): void {
    if (this.#declared.has(name)) {
      vm.runInThisContext(`(value) => { ${name} = value; }`)(get());
      return;
    }
    this.#bound.add(name);
    Object.defineProperty(globalThis, name, { configurable: true, get });
  }

  /**
   * Starts the code of a script.
   *
   * @returns the promise of the cell's last value
   * @throws KeyboardInterrupt when it was terminated before it first awaited something
   * @throws SyntaxError for what V8 does not understand; `line` and `column` in it count from 1
   */
  start(script: string, parameters: CellParameters): Promise<unknown> {
    evaluateAgain(script);
    const code = this.#code as CellCode;
    return this.guard(() => code(...PARAMETERS.map((name) => parameters[name])));
  }

  /** The value of a name of the shared scope; undefined where it has none. */
  valueOf(name: string): unknown {
    return vm.runInThisContext(`typeof ${name} === 'undefined' ? undefined : ${name}`);
  }

  /**
   * Calls a function so that it can be terminated even in a busy loop.
   *
   * @throws KeyboardInterrupt when it was
   */
  guard<T>(run: () => T): T {
    let outcome: { value: T } | { thrown: unknown } | undefined;
    const guarded = Symbol.for('listenlab.guarded');
    const before = Reflect.get(globalThis, guarded);
    Reflect.set(globalThis, guarded, () => {
      try {
        outcome = { value: run() };
      } catch (thrown) {
        outcome = { thrown };
      }
    });
    try {
      evaluate(this.#session, "globalThis[Symbol.for('listenlab.guarded')]()");
    } finally {
      Reflect.set(globalThis, guarded, before);
    }
    if (outcome === undefined) throw new KeyboardInterrupt('interrupted');
    if ('thrown' in outcome) throw outcome.thrown;
    return outcome.value;
  }

  close(): void {
    this.#session.disconnect();
  }
}

/**
 * Evaluates a script that may declare names again. V8 answers such a script when its promise is settled; where garbage
 * is collected before that, as in a cell that computes much before its first `await`, Node 22 crashes. So the script has
 * a session of its own, which ends at once: nothing is left to answer.
 */
function evaluateAgain(script: string): void {
  const session = new Session();
  session.connect();
  try {
    evaluate(session, script, { replMode: true });
  } finally {
    session.disconnect();
  }
}

/** Evaluates at once: `post` comes back when the expression has run. */
function evaluate(session: Session, expression: string, options: { replMode?: boolean } = {}): void {
  let failed: Error | undefined;
  session.post(
    'Runtime.evaluate',
    { expression, silent: true, ...options },
    (error, answer?: { exceptionDetails?: ExceptionDetails }) => {
      if (error) failed = new KeyboardInterrupt('interrupted');
      else if (answer?.exceptionDetails) failed = syntaxError(answer.exceptionDetails);
    },
  );
  if (failed) throw failed;
}

interface ExceptionDetails {
  text: string;
  lineNumber: number;
  columnNumber: number;
  exception?: { description?: string };
}

function syntaxError({ text, exception, lineNumber, columnNumber }: ExceptionDetails): Error {
  const [message] = (exception?.description ?? text).split('\n');
  const error = new SyntaxError(message.replace(/^SyntaxError: /, ''));
  return Object.assign(error, { line: lineNumber + 1, column: columnNumber + 1 });
}
