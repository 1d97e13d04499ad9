import type { RequiredColumn } from './table-options.js';

/** Names of columns; undefined for those without one. */
export type Columns = readonly (string | undefined)[];

/** What columns are called that have another name than their role, in English, German, French and Spanish. */
const USUAL: Readonly<Record<RequiredColumn, readonly string[]>> = {
  user: [
    ...['userid', 'username', 'usersha'],
    ...['benutzer', 'benutzerid', 'benutzername', 'nutzer', 'nutzerid', 'nutzername'],
    ...['utilisateur', 'idutilisateur', 'nomutilisateur', 'utilisateurid'],
    ...['usuario', 'idusuario', 'nombreusuario', 'usuarioid'],
  ],
  artist: [
    'artistname',
    ...['kunstler', 'kuenstler', 'kunstlername', 'kuenstlername', 'interpret'],
    ...['artiste', 'nomartiste', 'interprete'],
    ...['artista', 'nombreartista'],
  ],
  plays: [
    ...['playcount', 'playcounts', 'numplays', 'numberofplays', 'totalplays', 'timesplayed'],
    ...['listens', 'listencount', 'scrobbles', 'scrobblecount'],
    ...['wiedergaben', 'wiedergabeanzahl', 'abspielungen'],
    ...['ecoutes', 'nbecoutes', 'nombreecoutes', 'nombredecoutes'],
    ...['reproducciones', 'numeroreproducciones', 'escuchas'],
  ],
};

/** What may be meant, the likelier first, but is only suggested: other things are called so as well. */
const LIKELY: Readonly<Record<RequiredColumn, readonly string[]>> = {
  user: [
    ...['listener', 'listenerid', 'customer', 'customerid', 'client', 'clientid', 'member', 'memberid'],
    ...['account', 'accountid', 'uid', 'horer', 'hoerer', 'kunde', 'auditeur', 'oyente', 'cliente', 'id'],
  ],
  artist: [
    ...['artists', 'artistnames', 'artname', 'band', 'bandname', 'group', 'groupe', 'grupo', 'musician'],
    ...['musiker', 'performer', 'artistid', 'artid', 'item', 'itemid'],
  ],
  plays: [
    ...['plays', 'streams', 'streamcount', 'count', 'counts', 'cnt', 'playn', 'nplays', 'n', 'weight'],
    ...['frequency', 'freq', 'total', 'times', 'anzahl', 'nombre', 'cantidad'],
  ],
};

/** A name without case, accents and all that is no letter: `Künstler-Name` and `kunstlername` are the same. */
export function bareName(name: string | undefined): string {
  const letters = (name ?? '').normalize('NFD').replace(/\p{M}/gu, '');
  return letters.toLowerCase().replace(/[^a-z]/g, '');
}

/** A name without case, the spaces around it and what has no width: `User ` and `user` are easily taken for each other. */
export function columnKey(name: string): string {
  return name
    .replace(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase();
}

/** Where columns are that are called so, in any case and with any spaces around. */
export function alikeColumns(columns: Columns, wanted: string): number[] {
  const key = columnKey(wanted);
  return columns.flatMap((name, i) => (name !== undefined && columnKey(name) === key ? [i] : []));
}

/** Where columns are that may be taken for a role when none has its own name. */
export function usualColumns(columns: Columns, role: RequiredColumn): number[] {
  return columns.flatMap((name, i) => (USUAL[role].includes(bareName(name)) ? [i] : []));
}

/** Where a table names whose each row is. */
export function userColumn(columns: Columns): number | undefined {
  return [...alikeColumns(columns, 'user'), ...usualColumns(columns, 'user')].at(0);
}

/** The name of the column that is most likely meant by a role, to be suggested. */
export function likelyName(columns: Columns, role: RequiredColumn): string | undefined {
  const [found] = [
    ...alikeColumns(columns, role),
    ...usualColumns(columns, role),
    ...LIKELY[role].map((likely) => columns.findIndex((name) => bareName(name) === likely)),
  ].filter((i) => i >= 0);
  return found === undefined ? undefined : columns[found];
}
