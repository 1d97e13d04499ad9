import { Command } from 'commander';
import { closest } from 'fastest-levenshtein';
import { isNear } from '../util/checks.js';
import { shellWord } from '../util/escape.js';
import { addCacheCommand } from './cache.js';
import { addCleanCommand } from './clean.js';
import { type Context, packageVersion } from './context.js';
import { addDataCommand } from './data.js';
import { addDoctorCommand } from './doctor.js';
import { addEvaluateCommand } from './evaluate.js';
import { addExplainCommand } from './explain.js';
import { addExportCommand } from './export.js';
import { addInitCommand } from './init.js';
import { addKernelCommand } from './kernel.js';
import { addLabCommand } from './lab.js';
import { addMyMusicCommand } from './my-music.js';
import { addRecommendCommand } from './recommend.js';
import { addRecommendAllCommand } from './recommend-all.js';
import { addRunCommand } from './run.js';
import { addSimilarCommand } from './similar.js';
import { addTrainCommand } from './train.js';
import { addTuneCommand } from './tune.js';

/** As typed in a clone; npx finds an installed one too. */
export const COMMAND = 'npx listenlab';

const HELP = `
A dataset D is a name that 'npx listenlab data list' shows, or the path of a file of plays (TSV, CSV, Parquet
or JSON).

Examples:
  npx listenlab lab
  npx listenlab run --report reports/sample.html
  npx listenlab data get lastfm-2k
  npx listenlab similar 'red hot chili peppers' --dataset lastfm-2k`;

/**
 * The whole command line. It neither prints nor exits: it throws CommanderError, and all output goes through `context`.
 */
export function listenlabProgram(context: Context): Command {
  const program = new Command(COMMAND)
    .description('A notebook lab for recommending music from listening counts.')
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.output.print(text.trimEnd()),
      // Usage errors are thrown as CommanderError; the caller prints them, in one line.
      writeErr: () => {},
    })
    .addHelpText('after', HELP);
  addInitCommand(program, context);
  addLabCommand(program, context);
  addRunCommand(program, context);
  addExportCommand(program, context);
  addCleanCommand(program, context);
  addKernelCommand(program, context);
  addDataCommand(program, context);
  addTrainCommand(program, context);
  addTuneCommand(program, context);
  addSimilarCommand(program, context);
  addRecommendCommand(program, context);
  addRecommendAllCommand(program, context);
  addExplainCommand(program, context);
  addMyMusicCommand(program, context);
  addEvaluateCommand(program, context);
  addDoctorCommand(program, context);
  addCacheCommand(program, context);
  for (const command of program.commands) {
    if (command.registeredArguments.length > 0) explainDashes(command);
    else explainStrays(command);
    if (command.commands.length > 0) helpAlone(command);
  }
  helpAlone(program);
  return program;
}

/** Without one of its commands, a command prints what there are. */
function helpAlone(command: Command): void {
  command.exitOverride((error) => {
    if (error.code === 'commander.help' && error.exitCode !== 0) command.help();
    throw error;
  });
}

/** A name that begins with a dash is taken for an option: the error says how to write it. */
function explainDashes(command: Command): void {
  command.exitOverride((error) => {
    const [, typed] = /^error: unknown option '(.*)'$/s.exec(error.message) ?? [];
    if (error.code === 'commander.unknownOption' && typed !== undefined) {
      const usage = `${COMMAND} ${command.name()} [options] -- '${typed}'`;
      error.message += `; if it is a name, put it last, after two dashes: ${usage}`;
    }
    throw error;
  });
}

/**
 * Users who omit --dataset often give the dataset as an argument. An option that is missing may be one that was
 * misspelt, of which commander would tell only after those that are missing.
 */
function explainStrays(command: Command): void {
  command.exitOverride((error) => {
    if (error.code !== 'commander.missingMandatoryOptionValue') throw error;
    const [stray] = command.args;
    const misspelt = command.args.find((arg) => /^--?[^-]/.test(arg));
    if (misspelt !== undefined) error.message = unknownOption(misspelt, command);
    else if (error.message.includes("'--dataset ") && stray !== undefined)
      error.message += `, but '${stray}' was given without an option; type --dataset ${shellWord(stray)} if it is the dataset`;
    throw error;
  });
}

/** In the words of commander. */
function unknownOption(typed: string, command: Command): string {
  const [flag] = typed.split('=');
  const name = flag.replace(/^-+/, '');
  const nearest = closest(
    name,
    command.options.map((option) => option.name()),
  );
  return `error: unknown option '${flag}'${isNear(name, nearest) ? ` (Did you mean --${nearest}?)` : ''}`;
}

/** The command that was typed, without its arguments and options: `listenlab data get`. */
export function commandPath(program: Command, typed: readonly string[]): string {
  const [name, ...rest] = typed;
  const command = program.commands.find((candidate) => candidate.name() === name);
  return command ? `${program.name()} ${commandPath(command, rest)}` : program.name();
}
