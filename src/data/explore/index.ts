export { artistsPerUser, listenersPerArtist, playsDistribution, popularityShares } from './distributions.js';
export { type ListenerGroups, listenerGroups, type ProfileField } from './listener-groups.js';
export { head, requirePlays, summary } from './overview.js';
export { agesAndGenders, listenersByCountry, profileSummary, signupsByMonth } from './profiles.js';
export {
  exampleArtist,
  firstChoices,
  listenersOf,
  listenersWithFirstChoice,
  type Order,
  rankByPlays,
  topArtists,
  userHistory,
} from './rankings.js';
export { tellingUserNames } from './user-mask.js';
