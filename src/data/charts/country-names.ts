/**
 * Names of countries as Last.fm's profiles write them (ISO 3166 of 2008) that Plotly 4.1 does not know,
 * and the names it knows instead. "Serbia and Montenegro" has become two countries and stays off the map.
 */
const PLOTLY_COUNTRIES: Record<string, string> = {
  'Holy See (Vatican City State)': 'Vatican City',
  'Libyan Arab Jamahiriya': 'Libya',
  'Palestinian Territory, Occupied': 'Palestine',
};

/** The name under which Plotly finds a country. */
export function plotlyCountry(name: string): string {
  return PLOTLY_COUNTRIES[name] ?? name;
}
