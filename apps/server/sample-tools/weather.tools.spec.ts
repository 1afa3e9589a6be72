import { climateOf, type Climate } from './climates.ts';
import { weatherAt } from './weather.ts';
import { WeatherTools } from './weather.tools.ts';

const HOUR_MS = 3_600_000;

describe('get_current_weather', () => {
  const tools = new WeatherTools();

  it.each(['São Paulo', 'sao paulo', ' ZURICH '])(
    'finds the city %j, whatever its case, accents and blanks',
    (city) => {
      expect(tools.getCurrentWeather({ city })).toMatchObject({ temperatureCelsius: expect.any(Number) });
    },
  );

  it('fails for an unknown city', () => {
    expect(tools.getCurrentWeather({ city: 'Atlantis' })).toEqual({
      content: [{ type: 'text', text: 'Unknown city "Atlantis"' }],
      isError: true,
    });
  });
});

describe('weatherAt', () => {
  const july = Date.UTC(2026, 6, 15, 12);
  const january = Date.UTC(2026, 0, 15, 12);

  it('returns the same weather within an hour, and different weather from hour to hour', () => {
    const oslo = climate('Oslo');
    expect(weatherAt(oslo, july + 59 * 60_000)).toEqual(weatherAt(oslo, july));
    const hours = Array.from({ length: 24 }, (_, hour) => weatherAt(oslo, july + hour * HOUR_MS));
    expect(new Set(hours.map(({ temperatureCelsius }) => temperatureCelsius)).size).toBeGreaterThan(12);
  });

  it('follows the seasons of both hemispheres', () => {
    expect(meanOver(climate('Montreal'), july)).toBeGreaterThan(meanOver(climate('Montreal'), january) + 20);
    expect(meanOver(climate('Sydney'), january)).toBeGreaterThan(meanOver(climate('Sydney'), july) + 5);
  });

  it('returns rain about as often as the climate says, and snow only when it is cold', () => {
    const hours = hoursFrom(climate('Stockholm'), january, 24 * 365);
    const wet = hours.filter(({ condition }) => condition === 'rain' || condition === 'snow');
    expect(wet.length / hours.length).toBeCloseTo(0.26, 1);
    const snow = wet.filter(({ condition }) => condition === 'snow');
    expect(snow.length).toBeGreaterThan(50);
    expect(Math.max(...snow.map(({ temperatureCelsius }) => temperatureCelsius))).toBeLessThan(1);
  });
});

function climate(city: string): Climate {
  const found = climateOf(city);
  if (!found) throw new Error(`No climate of ${city}`);
  return found;
}

function hoursFrom(of: Climate, start: number, count: number): ReturnType<typeof weatherAt>[] {
  return Array.from({ length: count }, (_, hour) => weatherAt(of, start + hour * HOUR_MS));
}

function meanOver(of: Climate, start: number): number {
  const hours = hoursFrom(of, start, 24 * 14);
  return hours.reduce((sum, { temperatureCelsius }) => sum + temperatureCelsius, 0) / hours.length;
}
