/** What a page answered, after all redirects but those that the test wants to see. */
export interface Page {
  url: string;
  status: number;
  location: string | null;
  text: string;
}

/** As much of a browser as a sign-in needs: it keeps cookies, by host name and path, and follows redirects. */
export class CookieBrowser {
  readonly #cookies = new Map<string, { hostname: string; path: string; pair: string }>();

  /** The cookies of a host that fit a URL, as a header. */
  cookiesFor(url: string): string {
    const { hostname, pathname } = new URL(url);
    const fitting = [...this.#cookies.values()].filter(
      (cookie) => cookie.hostname === hostname && pathname.startsWith(cookie.path),
    );
    return fitting.map(({ pair }) => pair).join('; ');
  }

  /** Takes over the cookies that another browser has. */
  copyOf(other: CookieBrowser): void {
    for (const [key, cookie] of other.#cookies) this.#cookies.set(key, cookie);
  }

  /** Requests a page as a browser does, without following a redirect. */
  async get(url: string, init: RequestInit = {}): Promise<Page> {
    const headers = { accept: 'text/html', cookie: this.cookiesFor(url), ...init.headers };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    this.#keep(new URL(url), response.headers.getSetCookie());
    const location = response.headers.get('location');
    const text = await response.text();
    return { url, status: response.status, location: location && new URL(location, url).href, text };
  }

  /** Follows redirects until a page comes, or until `isGoal` holds for the next URL, which is not requested then. */
  async follow(url: string, isGoal: (url: string) => boolean = () => false): Promise<Page> {
    let page = await this.get(url);
    while (page.location !== null && !isGoal(page.location)) page = await this.get(page.location);
    return page;
  }

  /** Signs in at the provider whose form the page shows, and follows until `isGoal`. */
  async signIn({ url }: Page, account: string, isGoal?: (url: string) => boolean): Promise<Page> {
    const page = await this.get(url, { method: 'POST', body: new URLSearchParams({ account }) });
    if (page.location === null || isGoal?.(page.location)) return page;
    return this.follow(page.location, isGoal);
  }

  #keep({ hostname }: URL, setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const path = attributes.find((one) => /^path=/i.test(one))?.slice('path='.length) ?? '/';
      const expires = attributes.find((one) => /^expires=/i.test(one))?.slice('expires='.length);
      const key = `${hostname} ${path} ${pair.split('=')[0]}`;
      if (expires !== undefined && Date.parse(expires) <= Date.now()) this.#cookies.delete(key);
      else this.#cookies.set(key, { hostname, path, pair });
    }
  }
}
