import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, as on a quiet machine: of their own accord the largest files would come first. */
const LONGEST = [
  'sample-report',
  'package',
  'report',
  'lab-notebooks',
  'lab-day',
  'jupyter',
  'lab-tabs',
  'run-command',
  'run',
  'tslab',
  'kernel-conformance',
  'lab-saves',
  'lab-tuner',
  'lab-runs',
];

/** Starts the longest files first, so that no worker is still at one when the others have nothing left to do. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(path.basename(moduleId, '.test.ts'));
      return at < 0 ? LONGEST.length : at;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
