import { describe, expect, it } from 'vitest'
import { type Definition, withEncoding, wordsIn } from './definition.ts'

const read: Definition = {
  kind: 'recipients',
  encoding: 'utf-8',
  footer: '^Total',
  columns: { 'incident.reference': 'Réf', 'recipient.markers': ['Mise en garde', 'À éviter'] },
  values: { 'incident.grade': { Prévu: 'scheduled', Sofort: 'emergency' } },
  categories: { Décès: { exclude: 'sudden_death' } },
  markers: { 'À éviter': { exclude: 'do_not_contact' }, Sourd: { needs: 'relay' } },
}
const garbled: Definition = {
  ...read,
  encoding: 'windows-1252',
  columns: { 'incident.reference': 'RÃ©f', 'recipient.markers': ['Mise en garde', 'Ã€ Ã©viter'] },
  values: { 'incident.grade': { 'PrÃ©vu': 'scheduled', Sofort: 'emergency' } },
  categories: { 'DÃ©cÃ¨s': { exclude: 'sudden_death' } },
  markers: { 'Ã€ Ã©viter': { exclude: 'do_not_contact' }, Sourd: { needs: 'relay' } },
}

/** As of a file in which all of these stand. */
const wordsOf = ({ columns, values, categories, markers }: Definition) =>
  wordsIn({
    header: Object.values(columns).flat(),
    markers: Object.keys(markers ?? {}),
    columns: [
      { examples: [...Object.values(values ?? {}).flatMap(Object.keys), ...Object.keys(categories ?? {})] },
    ] as never,
  })

describe('what was said of a file that is read in another encoding', () => {
  it('is said of its words as they stand then, and of them as before once that is taken back', () => {
    expect(withEncoding(read, wordsOf(read), 'utf-8', 'windows-1252')).toEqual(garbled)
    expect(withEncoding(garbled, wordsOf(garbled), 'windows-1252', 'utf-8')).toEqual(read)
  })

  it('stays as it was said where the file has these words in the first encoding alone', () => {
    const old = { ...read, encoding: 'windows-1252' }
    const wrong = withEncoding(old, wordsOf(old), 'windows-1252', 'utf-8')
    expect(wrong).toEqual(read)
    expect(withEncoding(wrong, new Set(['R\ufffdf', 'Pr\ufffdvu']), 'utf-8', 'windows-1252')).toEqual(old)
  })

  it.each([
    ['Prévu', 'windows-1252', 'utf-8'],
    ['Łódź', 'windows-1252', 'utf-8'],
    ['Prévu', 'utf-16le', 'utf-8'],
  ])('stays where %s can’t have been written so', (columns, from, to) => {
    const definition: Definition = { kind: 'staff', columns: { 'staff.rank': columns } }
    expect(withEncoding(definition, new Set([columns]), from, to).columns).toEqual(definition.columns)
  })
})
