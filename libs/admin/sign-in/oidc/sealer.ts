import { EncryptJWT, jwtDecrypt, type JWTPayload } from 'jose';
import { derivedSecret } from '#edge';

const KEY_MANAGEMENT = 'dir';
const ENCRYPTION = 'A256GCM';

/**
 * Encrypts what a browser keeps for the server and may neither read nor change. Instances with the same key open what
 * another has sealed, and nothing opens what is sealed for another purpose.
 */
export class Sealer {
  readonly #key: Uint8Array;

  constructor(serverKey: string, purpose: string) {
    this.#key = Buffer.from(derivedSecret(serverKey, purpose), 'base64url');
  }

  /** `expiresAt` is in milliseconds since 1970. */
  seal(content: JWTPayload, expiresAt: number): Promise<string> {
    return new EncryptJWT(content)
      .setProtectedHeader({ alg: KEY_MANAGEMENT, enc: ENCRYPTION })
      .setExpirationTime(expiresAt / 1000)
      .encrypt(this.#key);
  }

  /** Resolves with undefined for what is forged, changed or expired. */
  async open(sealed: string): Promise<JWTPayload | undefined> {
    const options = { keyManagementAlgorithms: [KEY_MANAGEMENT], contentEncryptionAlgorithms: [ENCRYPTION] };
    try {
      return (await jwtDecrypt(sealed, this.#key, options)).payload;
    } catch {
      return undefined;
    }
  }
}
