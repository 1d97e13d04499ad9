// Checks the types of what the build does not compile as it stands, with all sources that it imports.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

for (const project of ['test', 'src/notebook/page', 'src/notebook/lab/ui', 'src/tuner/panel']) {
  const compiler = ['node_modules/typescript-native/bin/tsc', '-p', project];
  const { status } = spawnSync(process.execPath, compiler, { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
