/** Which languages, besides English, an interviewer can hold a call in. */
import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { languageCode } from '../platform/language.ts'
import { languageUnknown } from './users-problems.ts'
import { listWhoHas } from './users-queries.ts'

/** In place of those said before; names (`Welsh`) or codes (`cy`). Returns the codes. Throws `language_unknown`. */
export async function setLanguages(
  tx: ForceTx,
  userId: string,
  languages: readonly string[],
): Promise<readonly string[]> {
  const codes = [...new Set(languages.map(readLanguage))].sort()
  await tx.db.deleteFrom('interviewer_languages').where('user_id', '=', userId).execute()
  if (codes.length > 0)
    await tx.db
      .insertInto('interviewer_languages')
      .values(codes.map(language => ({ user_id: userId, language })))
      .execute()
  await writeAudit(tx, { action: 'people.languages_set', subject: ['user', userId], details: { languages: codes } })
  return codes
}

function readLanguage(written: string): string {
  const code = languageCode(written)
  if (code === null) throw languageUnknown(written)
  return code
}

/** Every language in which somebody who rings in the force now could hold a call: a language outlives its speaker's role. */
export async function listSpoken(tx: ForceTx): Promise<ReadonlySet<string>> {
  const said = await tx.db.selectFrom('interviewer_languages').select(['user_id', 'language']).execute()
  const whoRings = new Set(await listWhoHas(tx, ['interviewer', 'team_leader']))
  return new Set(said.filter(row => whoRings.has(row.user_id)).map(row => row.language))
}
