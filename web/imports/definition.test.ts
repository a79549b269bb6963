import { describe, expect, it } from 'vitest'
import { type Definition, withEncoding } from './definition.ts'

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

describe('what was said of a file that is read in another encoding', () => {
  it('is said of its words as they stand then, and of them as before once that is taken back', () => {
    expect(withEncoding(read, 'utf-8', 'windows-1252')).toEqual(garbled)
    expect(withEncoding(garbled, 'windows-1252', 'utf-8')).toEqual(read)
  })

  it.each([
    ['Prévu', 'windows-1252', 'utf-8'],
    ['Łódź', 'windows-1252', 'utf-8'],
    ['Prévu', 'utf-16le', 'utf-8'],
  ])('stays where %s can’t have been written so', (columns, from, to) => {
    const definition: Definition = { kind: 'staff', columns: { 'staff.rank': columns } }
    expect(withEncoding(definition, from, to).columns).toEqual(definition.columns)
  })
})
