import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'

/** Everything an import of recipients leaves in the force, without ids, times and the order in which it came. */
export async function recipientState(tx: ForceTx) {
  const { rows: incidents } = await sql<Record<string, unknown>>`
    select i.reference, i.opened_at::text, i.closed_at::text, i.arrived_at::text, i.grade, i.category_code, i.category_name,
      u.name as unit, i.attended, encode(i.row_hash, 'hex') as hash,
      array(select v.part || ' ' || v.collar_number from involvements v where v.incident_id = i.id order by 1) as involved
    from incidents i left join units u on u.id = i.unit_id order by i.reference`.execute(tx.db)
  const { rows: services } = await sql<Record<string, unknown> & { recipient_id: string }>`
    select s.recipient_id, i.reference, s.involvement, s.markers, s.exclusions, s.warnings, encode(s.row_hash, 'hex') as hash
    from services s join incidents i on i.id = s.incident_id order by i.reference, s.involvement`.execute(tx.db)
  const numbers = await tx.db.selectFrom('recipient_numbers').selectAll().execute()
  const people = await tx.db.selectFrom('recipients').selectAll().execute()
  const opened = people.map(person => ({
    title: tx.seal.unsealOptional('recipients.title', person.title_sealed),
    forename: tx.seal.unsealOptional('recipients.forename', person.forename_sealed),
    surname: tx.seal.unsealOptional('recipients.surname', person.surname_sealed),
    bornOn: tx.seal.unsealOptional('recipients.born_on', person.born_on_sealed),
    email: tx.seal.unsealOptional('recipients.email', person.email_sealed),
    nameHash: person.name_hash?.toString('hex'),
    nameAndBirthHash: person.name_and_birth_hash?.toString('hex'),
    language: person.language,
    needs: person.needs,
    numbers: numbers
      .filter(({ recipient_id }) => recipient_id === person.id)
      .map(({ number_sealed, usable, safe }) =>
        [tx.seal.unseal('recipient_numbers.number', number_sealed), usable, safe].join(' '),
      )
      .sort(),
    services: services
      .filter(({ recipient_id }) => recipient_id === person.id)
      .map(({ recipient_id, ...service }) => service),
  }))
  const text = (value: unknown) => JSON.stringify(value)
  return { incidents, people: opened.sort((one, other) => (text(one) < text(other) ? -1 : 1)) }
}
