/** The usual weather of a city, from which plausible weather is computed. */
export interface Climate {
  city: string;
  country: string;
  /** Hours ahead of UTC, without daylight saving time. */
  utcOffset: number;
  /** Mean temperatures of the coldest and the warmest month, in °C. */
  coldest: number;
  warmest: number;
  /** Whether the warmest month is January instead of July. */
  southern: boolean;
  /** The share of hours with rain or snow, 0 to 1. */
  wetness: number;
  /** Mean wind speed, in km/h. */
  wind: number;
}

type Row = [
  city: string,
  country: string,
  offset: number,
  coldest: number,
  warmest: number,
  wet: number,
  wind: number,
];

const NORTHERN: Row[] = [
  ['Amsterdam', 'Netherlands', 1, 4, 18, 0.3, 18],
  ['Athens', 'Greece', 2, 10, 29, 0.12, 12],
  ['Bangkok', 'Thailand', 7, 27, 31, 0.28, 9],
  ['Barcelona', 'Spain', 1, 10, 25, 0.13, 14],
  ['Beijing', 'China', 8, -3, 27, 0.14, 11],
  ['Berlin', 'Germany', 1, 1, 20, 0.24, 14],
  ['Cairo', 'Egypt', 2, 14, 29, 0.02, 13],
  ['Chicago', 'United States', -6, -4, 24, 0.24, 17],
  ['Copenhagen', 'Denmark', 1, 1, 18, 0.28, 19],
  ['Delhi', 'India', 5.5, 14, 34, 0.14, 9],
  ['Dublin', 'Ireland', 0, 5, 16, 0.36, 20],
  ['Dubai', 'United Arab Emirates', 4, 19, 36, 0.02, 13],
  ['Helsinki', 'Finland', 2, -5, 18, 0.3, 15],
  ['Hong Kong', 'China', 8, 16, 29, 0.26, 15],
  ['Istanbul', 'Türkiye', 3, 6, 25, 0.2, 16],
  ['Lagos', 'Nigeria', 1, 25, 29, 0.26, 12],
  ['Lisbon', 'Portugal', 0, 12, 24, 0.18, 16],
  ['London', 'United Kingdom', 0, 5, 19, 0.3, 15],
  ['Los Angeles', 'United States', -8, 14, 23, 0.06, 11],
  ['Madrid', 'Spain', 1, 6, 26, 0.12, 11],
  ['Mexico City', 'Mexico', -6, 14, 19, 0.22, 9],
  ['Montreal', 'Canada', -5, -10, 22, 0.3, 14],
  ['Mumbai', 'India', 5.5, 24, 30, 0.24, 12],
  ['New York', 'United States', -5, 1, 25, 0.24, 15],
  ['Oslo', 'Norway', 1, -4, 18, 0.26, 11],
  ['Paris', 'France', 1, 5, 21, 0.26, 13],
  ['Prague', 'Czechia', 1, -1, 19, 0.25, 13],
  ['Reykjavík', 'Iceland', 0, 0, 12, 0.38, 22],
  ['Rome', 'Italy', 1, 8, 26, 0.17, 11],
  ['San Francisco', 'United States', -8, 11, 18, 0.12, 18],
  ['Seoul', 'South Korea', 9, -2, 26, 0.22, 10],
  ['Singapore', 'Singapore', 8, 26, 28, 0.34, 8],
  ['Stockholm', 'Sweden', 1, -2, 19, 0.26, 13],
  ['Tokyo', 'Japan', 9, 5, 27, 0.24, 12],
  ['Toronto', 'Canada', -5, -4, 22, 0.27, 15],
  ['Vienna', 'Austria', 1, 1, 22, 0.22, 14],
  ['Warsaw', 'Poland', 1, -2, 20, 0.26, 14],
  ['Zürich', 'Switzerland', 1, 1, 19, 0.3, 9],
];

const SOUTHERN: Row[] = [
  ['Auckland', 'New Zealand', 12, 11, 20, 0.3, 17],
  ['Buenos Aires', 'Argentina', -3, 11, 25, 0.2, 14],
  ['Cape Town', 'South Africa', 2, 12, 21, 0.16, 19],
  ['Johannesburg', 'South Africa', 2, 10, 20, 0.18, 12],
  ['Lima', 'Peru', -5, 17, 24, 0.04, 12],
  ['Melbourne', 'Australia', 10, 10, 21, 0.25, 16],
  ['Nairobi', 'Kenya', 3, 17, 21, 0.2, 12],
  ['Rio de Janeiro', 'Brazil', -3, 21, 27, 0.22, 11],
  ['Santiago', 'Chile', -4, 8, 21, 0.1, 9],
  ['São Paulo', 'Brazil', -3, 16, 23, 0.26, 10],
  ['Sydney', 'Australia', 10, 13, 23, 0.24, 15],
];

const CLIMATES = new Map([...rows(NORTHERN, false), ...rows(SOUTHERN, true)]);

/** Finds the climate of a city. Ignores case and accents. */
export function climateOf(city: string): Climate | undefined {
  return CLIMATES.get(plainName(city));
}

function rows(table: Row[], southern: boolean): [string, Climate][] {
  return table.map(([city, country, utcOffset, coldest, warmest, wetness, wind]) => [
    plainName(city),
    { city, country, utcOffset, coldest, warmest, southern, wetness, wind },
  ]);
}

function plainName(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
}
