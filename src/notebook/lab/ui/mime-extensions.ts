import javascript from '@jupyterlab/javascript-extension';
import json from '@jupyterlab/json-extension';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { figureExtension } from './figure-renderer.js';

/** What draws outputs that JupyterLab's own renderers do not. */
export const mimeExtensions: IRenderMime.IExtension[] = [javascript, json, figureExtension].flat();
