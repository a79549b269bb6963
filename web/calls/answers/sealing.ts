/** AES-GCM under the interviewer's own key, each text bound to its place: moved to another interview it doesn't open. */

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly data: ArrayBuffer
}

const ivBytes = 12

export function importKeepingKey(base64: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

export async function seal(key: CryptoKey, value: unknown, place: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const text = new TextEncoder().encode(JSON.stringify(value))
  const additionalData = new TextEncoder().encode(place)
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, text) }
}

/** Throws where the key, the place or a bit is another. */
export async function unseal(key: CryptoKey, { iv, data }: Sealed, place: string): Promise<unknown> {
  const additionalData = new TextEncoder().encode(place)
  const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, data)
  return JSON.parse(new TextDecoder().decode(text))
}
