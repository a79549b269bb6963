import { createApp } from '../app.ts'
import type { OfficerShape } from '../people/lines/schema.ts'
import type { Mend } from '../people/mends/schema.ts'
import { importStaff } from '../people/staff-import.ts'
import { importText } from './import-text.ts'
import { send } from './send.ts'
import { signedInAs } from './sign-ins.ts'
import { closeAfterTest, testForce } from './test-platform.ts'

const header = 'Collar No,Rank,Forename,Surname,Email,District,Section,Supervisor Collar No,Posting Start,Posting End'
export const top = '1,Inspector,Ida,Top,,North,North,,01/01/2009,'
export const sergeant = '2,Sergeant,Sam,Middle,sam@x.example,North,North,1,01/01/2009,'
export const constable = '3,Constable,Con,Low,con@x.example,North,North,2,01/01/2009,'
const file = (...rows: readonly string[]) => [header, ...rows].join('\n')

/** A force with a line of three, of whom the first can't be written to. */
export async function threeInLine() {
  const platform = await testForce()
  closeAfterTest(platform)
  const importRows = (...rows: readonly string[]) => importText(platform, importStaff, file(...rows))
  await importRows(top, sergeant, constable)
  const { headers } = await signedInAs(platform, ['administrator'])
  const app = createApp(platform)
  const call = (method: string, path: string, body?: object) => send(app, headers, method, `/people/${path}`, body)
  const officer = async (collarNumber: string) => (await call('GET', `staff/${collarNumber}`)).body as OfficerShape
  return { platform, importRows, call, officer }
}

export const mendsOf = ({ body }: { readonly body: unknown }) => (body as { readonly mends: readonly Mend[] }).mends
export const mendedIds = (answer: { readonly body: unknown }) => mendsOf(answer).map(({ id }) => id)
