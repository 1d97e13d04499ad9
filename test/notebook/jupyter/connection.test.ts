import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  addressOf,
  newConnection,
  readConnection,
  writeConnection,
} from '#listenlab/notebook/jupyter/connection.js';
import { withFolder } from '../../support/folder.js';

describe('the connection file', () => {
  it('reads back as written, and only its owner can read it', () =>
    withFolder(async (folder) => {
      const file = path.join(folder, 'connection.json');
      const connection = await newConnection(folder, false);
      await writeConnection(file, connection);
      expect(await readConnection(file)).toEqual(connection);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(connection.key).toMatch(/^[0-9a-f]{64}$/);
    }));

  it('uses unix sockets in its folder, or five different loopback ports', () =>
    withFolder(async (folder) => {
      const sockets = await newConnection(folder, false);
      expect(addressOf(sockets, 'shell')).toBe(`ipc://${folder}/kernel-1`);
      const ports = await newConnection(folder, true);
      expect(addressOf(ports, 'iopub')).toBe(`tcp://127.0.0.1:${ports.iopub_port}`);
      const { shell_port, iopub_port, stdin_port, control_port, hb_port } = ports;
      expect(new Set([shell_port, iopub_port, stdin_port, control_port, hb_port]).size).toBe(5);
    }));

  it('is refused with a reason when it is invalid', () =>
    withFolder(async (folder) => {
      const file = path.join(folder, 'connection.json');
      await expect(readConnection(file)).rejects.toThrow(`cannot read the connection file ${file}: ENOENT`);
      await writeFile(file, '{"ip":"127.0.0.1","transport":"tcp","shell_port":1}');
      await expect(readConnection(file)).rejects.toThrow(
        'lacks iopub_port, stdin_port, control_port, hb_port, key',
      );
      const whole = await newConnection(folder, false);
      await writeFile(file, JSON.stringify({ ...whole, signature_scheme: 'hmac-md5' }));
      await expect(readConnection(file)).rejects.toThrow(
        'asks for hmac-md5 signatures; only hmac-sha256 is known',
      );
    }));
});
