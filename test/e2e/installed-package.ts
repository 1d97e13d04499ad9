import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runStep } from '#listenlab/build/steps.js';
import { ensureUi } from '#listenlab/notebook/lab/build/ensure-ui.js';
import { root } from './listenlab.js';

const run = promisify(execFile);

type Output = { stdout: string; stderr: string };

/** The package, packed from the build and installed in a project of a user whose home is empty. */
export class InstalledPackage {
  private constructor(
    /** Holds all of the others. */
    readonly folder: string,
    readonly tarball: string,
    readonly project: string,
    readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async make(): Promise<InstalledPackage> {
    const folder = await mkdtemp(path.join(tmpdir(), 'listenlab-package-'));
    const project = path.join(folder, 'project');
    await mkdir(path.join(folder, 'home'));
    await mkdir(project);
    const npmSetting = async (name: string) =>
      (await run('npm', ['config', 'get', name], { cwd: root })).stdout.trim();
    const environment = {
      PATH: process.env.PATH,
      HOME: path.join(folder, 'home'),
      npm_config_userconfig: await npmSetting('userconfig'),
      npm_config_cache: await npmSetting('cache'),
    };
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
      cwd: await staged(folder),
    });
    const [tarball] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
    const made = new InstalledPackage(folder, path.join(folder, tarball), project, environment);
    await writeFile(
      path.join(project, 'package.json'),
      '{ "name": "project", "private": true, "type": "module" }',
    );
    await made.run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', made.tarball]);
    return made;
  }

  /** The packages of the project. */
  get packages(): string {
    return path.join(this.project, 'node_modules');
  }

  run(command: string, args: string[]): Promise<Output> {
    return run(command, args, { cwd: this.project, env: this.environment, maxBuffer: 2 ** 26 });
  }

  listenlab(...args: string[]): Promise<Output> {
    return this.run(path.join(this.packages, '.bin/listenlab'), args);
  }

  start(...args: string[]): ChildProcess {
    return spawn(path.join(this.packages, '.bin/listenlab'), args, {
      cwd: this.project,
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** What a program prints that is written into the project. */
  async evaluated(file: string, code: string): Promise<string> {
    await mkdir(path.dirname(path.join(this.project, file)), { recursive: true });
    await writeFile(path.join(this.project, file), code);
    return (await this.run(process.execPath, [file])).stdout;
  }

  /** All files of the package, with their size and time. */
  async files(): Promise<string[]> {
    const own = path.join(this.packages, 'listenlab');
    const names = await readdir(own, { recursive: true });
    return Promise.all(
      names.sort().map(async (name) => {
        const { size, mtimeMs } = await stat(path.join(own, name));
        return `${name} ${size} ${mtimeMs}`;
      }),
    );
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** A copy of what is packed, with the command named: other tests use the build meanwhile, which scripts would replace. */
async function staged(folder: string): Promise<string> {
  const stage = path.join(folder, 'stage');
  // Without its sources, the copy cannot tell which interface is the current one.
  const ui = await ensureUi({ root, onBuild() {} });
  const isPacked = (file: string) => path.dirname(file) !== path.dirname(ui) || file === ui;
  const guides = ['README.md', 'LICENSE', 'data/README.md', 'data/artists.tsv', '.github/CHANGELOG.md'];
  for (const name of ['package.json', ...guides, 'notebooks', 'dist']) {
    await cp(path.join(root, name), path.join(stage, name), { recursive: true, filter: isPacked });
  }
  await runStep('pack', stage);
  return stage;
}
