/** What pages say of light and dark: the report on its root, JupyterLab on its body. */
const ATTRIBUTES = ['data-theme', 'data-jp-theme-light'];

/** Calls back when the page turns light or dark. @returns a function that ends this */
export function watchTheme(onChange: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const page = new MutationObserver(onChange);
  for (const element of [document.documentElement, document.body]) {
    page.observe(element, { attributes: true, attributeFilter: ATTRIBUTES });
  }
  system.addEventListener('change', onChange);
  return () => {
    page.disconnect();
    system.removeEventListener('change', onChange);
  };
}
