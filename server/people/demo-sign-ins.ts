import type { Role } from '../forces/schema.ts'
import type { Platform } from '../platform/platform.ts'

export interface DemoSignIn {
  readonly role: Role
  readonly name: string
  readonly email: string
  readonly password: string
}

const password = 'ring-back-2011'

/** One sign-in for each role of the demo's force. Told on the sign-in page of a database that the demo made, and on no other. */
export const demoSignIns: readonly DemoSignIn[] = [
  { role: 'interviewer', name: 'Ines Interviewer', email: 'interviewer@cleveland.example', password },
  { role: 'team_leader', name: 'Theo Team-Leader', email: 'team.leader@cleveland.example', password },
  { role: 'supervisor', name: 'Sunita Supervisor', email: 'supervisor@cleveland.example', password },
  { role: 'officer', name: 'Owen Officer', email: 'officer@cleveland.example', password },
  { role: 'analyst', name: 'Anwen Analyst', email: 'analyst@cleveland.example', password },
  { role: 'complaints', name: 'Callum Complaints', email: 'complaints@cleveland.example', password },
  { role: 'authority', name: 'Aisha Authority', email: 'authority@cleveland.example', password },
  { role: 'administrator', name: 'Ada Administrator', email: 'administrator@cleveland.example', password },
]

export async function isDemo(platform: Platform): Promise<boolean> {
  const row = await platform.database.shared.selectFrom('installation').select('made_by_demo').executeTakeFirst()
  return row?.made_by_demo ?? false
}
