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
    ...['playcount', 'playcounts', 'numplays', 'nplays', 'numberofplays', 'totalplays', 'timesplayed'],
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
    ...['plays', 'streams', 'streamcount', 'count', 'counts', 'cnt', 'playn', 'n', 'weight'],
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
  return columns.flatMap((name, i) => (isUsual(name, role) ? [i] : []));
}

function isUsual(name: string | undefined, role: RequiredColumn): boolean {
  if (USUAL[role].includes(bareName(name))) return true;
  if (name === undefined) return false;
  if (role === 'plays' && COUNTED.test(name.trim())) return true;
  const core = coreName(name);
  return (
    columnKey(core) !== columnKey(name) && (columnKey(core) === role || USUAL[role].includes(bareName(core)))
  );
}

/** Rows that were counted, as databases call it. */
const COUNTED = /^(?:count\s*\(\s*[*1]\s*\)|count_star\(\))$/i;
/** A column of a table in a database: t.user. */
const QUALIFIER = /^\w+\.(?=\w+$)/;
/** What RecBole, Neo4j and others write behind a name: user:string, artist:token, plays:int. */
const TYPE = /:(?:|str(?:ing)?|text|varchar|token|int(?:eger)?(?:32|64)?|long|bigint|float|double|number)$/i;
/** Plays that were added up: sum(plays). */
const SUM = /^(?:sum|total|count)\s*\(\s*([\w.]+)\s*\)$/i;
/** What plays are measured in, or how: plays (total), plays [count]. */
const UNIT =
  /\s*(?:\((?:total|sum|count|number|n|#|times|all time|all)\)|\[(?:total|sum|count|number|n|#|times|all time|all)\])$/i;

/** A name without what only says where it is from, what type it has, or that it was added up. */
function coreName(name: string): string {
  const bare = name.trim().replace(TYPE, '').replace(UNIT, '').replace(SUM, '$1');
  return bare.replace(QUALIFIER, '');
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
