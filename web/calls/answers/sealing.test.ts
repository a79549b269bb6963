import { expect, it } from 'vitest'
import { importKeepingKey, seal, unseal } from './sealing.ts'

const keyOf = (byte: number) => importKeepingKey(btoa(String.fromCharCode(...new Array(32).fill(byte))))
const place = 'cleveland|a user|an interview|an id'
const said = { question: 'arrival', comment: 'Nid oedd neb wedi dod – “neb”.' }

it('what is sealed is opened in its own place, and reads as nothing meanwhile', async () => {
  const sealed = await seal(await keyOf(1), said, place)
  expect(new TextDecoder().decode(sealed.data)).not.toContain('arrival')
  expect(await unseal(await keyOf(1), sealed, place)).toEqual(said)
})

it('the same words are sealed differently each time', async () => {
  const [one, other] = await Promise.all([seal(await keyOf(1), said, place), seal(await keyOf(1), said, place)])
  expect(new Uint8Array(one.data)).not.toEqual(new Uint8Array(other.data))
})

it.each([
  ['another interviewer’s key', 2, place, false],
  ['another interview', 1, place.replace('an interview', 'another'), false],
  ['another person’s place', 1, place.replace('a user', 'another'), false],
  ['a bit that has changed', 1, place, true],
])('is not opened with %s', async (_, byte, where, isSpoilt) => {
  const sealed = await seal(await keyOf(1), said, place)
  const bytes = new Uint8Array(sealed.data)
  if (isSpoilt) bytes.set([(bytes[3] ?? 0) ^ 1], 3)
  await expect(unseal(await keyOf(byte), { iv: sealed.iv, data: bytes.buffer }, where)).rejects.toThrow()
})
