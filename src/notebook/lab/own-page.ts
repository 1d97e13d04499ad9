/**
 * Header of a page's requests and name of the `<meta>` element that gives its value: which folder the lab showed
 * that made the page.
 */
export const FOLDER_MARK = 'listenlab-folder';

/** Short name of the refusal of a page that another lab made; also a header of the answer. */
export const OTHER_FOLDER = 'listenlab-other-folder';
