import type { Climate } from './climates.ts';

/** What the sky looks like. */
export type Condition = 'clear' | 'partly cloudy' | 'overcast' | 'rain' | 'snow';

/** The weather of a city at an hour. */
export interface Weather {
  city: string;
  country: string;
  /** The full hour of the weather: ISO 8601, UTC. */
  hour: string;
  temperatureCelsius: number;
  condition: Condition;
  humidityPercent: number;
  windKmh: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The weather of a city at the full hour before `at` (milliseconds since 1970). The result is deterministic. */
export function weatherAt(climate: Climate, at: number): Weather {
  const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
  const chance = (what: string): number => chanceOf(`${climate.city} ${what} ${hour}`);
  const wet = chance('sky') < climate.wetness;
  const temperature =
    usualTemperature(climate, hour) + dayAnomaly(climate, hour) + chance('air') - (wet ? 2 : 0);
  return {
    city: climate.city,
    country: climate.country,
    hour: new Date(hour).toISOString(),
    temperatureCelsius: Math.round(temperature * 10) / 10,
    condition: wet ? (temperature < 0.5 ? 'snow' : 'rain') : drySky(chance('clouds')),
    humidityPercent: Math.round(35 + climate.wetness * 70 + (wet ? 20 : 0) + chance('damp') * 12),
    windKmh: Math.round(climate.wind * (0.4 + 1.2 * chance('wind'))),
  };
}

// Warmest in mid-July (mid-January in the south) and at 15:00 local time.
function usualTemperature({ coldest, warmest, southern, utcOffset }: Climate, hour: number): number {
  const dayOfYear = (hour - Date.UTC(new Date(hour).getUTCFullYear(), 0, 1)) / DAY_MS;
  const season = Math.cos((2 * Math.PI * (dayOfYear - (southern ? 15 : 196))) / 365.25);
  const localHour = (hour % DAY_MS) / HOUR_MS + utcOffset;
  const timeOfDay = Math.cos((2 * Math.PI * (localHour - 15)) / 24);
  return (coldest + warmest) / 2 + (season * (warmest - coldest)) / 2 + 3.5 * timeOfDay;
}

// How much warmer or colder than usual the day is. A city with large seasonal differences varies more.
function dayAnomaly({ city, coldest, warmest }: Climate, hour: number): number {
  const spread = 1 + (warmest - coldest) / 6;
  return (2 * chanceOf(`${city} day ${Math.floor(hour / DAY_MS)}`) - 1) * spread;
}

function drySky(chance: number): Condition {
  if (chance < 0.4) return 'clear';
  return chance < 0.75 ? 'partly cloudy' : 'overcast';
}

// FNV-1a with a final mix: maps the same text to the same number from 0 to 1, excluding 1.
function chanceOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
