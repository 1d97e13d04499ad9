const MBID = '69ee3720-a7cb-4402-b48d-a02c366f2bcf';
/** In the form of Last.fm 1K, the newest first. */
export const LISTENS_1K = [
  `user_000001\t2009-05-04T23:08:57Z\t${MBID}\tDeep "Dish" Lee\t\tFame`,
  'user_000001\t2009-05-04T13:54:10Z\t\tLow\t\tMonkey',
  `user_000001\t2009-05-04T13:52:04Z\t${MBID}\tDeep "Dish" Lee\t${MBID}\tOther`,
  'user_000002\t2009-04-01T00:00:00Z\t\tLow\t\tMonkey',
  'user_000002\t2009-04-02T00:00:00Z\t\t\t\tUntitled',
].join('\n');
export const PROFILES_1K =
  '#id\tgender\tage\tcountry\tregistered\nuser_000001\tm\t\tJapan\tAug 13, 2006\nuser_000002\tf\t24\tPeru\tFeb 24, 2006\n';
