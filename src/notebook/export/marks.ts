/** How exported files begin; one that does not is somebody's own. */
export const MARKDOWN_MARK = '<!-- Exported by listenlab from ';
export const SCRIPT_MARK = '// Exported by listenlab from ';
