// Builds listenlab. The compiler comes first; every other step is in src/build, which it compiles.
//
//   node scripts/build.mjs             build everything, then move it into place
//   node scripts/build.mjs if-stale    the same, unless dist was built from these very sources
//   node scripts/build.mjs STEP        one step in the build that is in place: pages, ui, bench, pack, unpack
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const load = (folder, module) => import(pathToFileURL(path.resolve(folder, 'build', module)).href);
const [step] = process.argv.slice(2);

if (step === 'if-stale' && (await isCurrent())) {
  const { linkPackage } = await load('dist', 'link-package.js');
  await linkPackage(root);
} else if (step === undefined || step === 'if-stale') {
  await buildAll();
} else {
  const { runStep } = await load('dist', 'steps.js');
  await runStep(step, root);
}

async function isCurrent() {
  if (!existsSync('dist/build/stamp.js')) return false;
  const { isCurrentBuild } = await load('dist', 'stamp.js');
  return isCurrentBuild(root);
}

async function buildAll() {
  const folder = mkdtempSync(path.join(root, '.build-'));
  try {
    // As deep as dist: source maps name their sources from there.
    const compiled = `${folder}.compiled`;
    const compiler = ['node_modules/typescript-native/bin/tsc', '--outDir', compiled];
    const { status } = spawnSync(process.execPath, compiler, { stdio: 'inherit' });
    process.exitCode = status ?? 1;
    if (status !== 0) return;
    // With the manifest beside it, in which bundlers read what a browser goes without.
    copyFileSync('package.json', path.join(folder, 'package.json'));
    const target = path.join(folder, 'dist');
    renameSync(compiled, target);
    const { finishBuild } = await load(target, 'steps.js');
    await finishBuild(root, target);
  } finally {
    for (const made of [folder, `${folder}.compiled`]) rmSync(made, { recursive: true, force: true });
  }
}
