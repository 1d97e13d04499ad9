import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a program in a Node.js process of its own, where nothing is compiled or counted yet, and gives the
 * JSON that it prints.
 *
 * @param script an ES module; its arguments are at process.argv[1] and on
 */
export async function runInNode<Answer>(script: string, args: readonly string[]): Promise<Answer> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the process ended with ${code}`);
  return JSON.parse(output) as Answer;
}
