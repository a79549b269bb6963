import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const port = Number(process.env.E2E_SIP_PORT ?? 5566)
export const domain = '127.0.0.1'
export const sipServer = `ws://${domain}:${port}`
/** Of every account: who registers under which name is the test's to choose. */
export const sipPassword = 'a password for tests'

const program = ['/usr/sbin/kamailio', '/usr/local/sbin/kamailio'].find(existsSync)
const patienceMs = 10_000

/** Starts Kamailio, the SIP server, with a registrar, digest authentication and nothing but loopback. Returns how to stop it. */
export async function startKamailio(): Promise<() => void> {
  if (program === undefined)
    throw new Error('Kamailio is not here: apt-get install kamailio kamailio-websocket-modules')
  const folder = mkdtempSync(join(tmpdir(), 'ringback-sip-'))
  const file = join(folder, 'kamailio.cfg')
  const log = join(folder, 'kamailio.log')
  writeFileSync(file, configuration)
  const out = openSync(log, 'a')
  const server = spawn(program, ['-DD', '-E', '-f', file, '-Y', folder, '-w', folder, '-m', '32', '-M', '8'], {
    stdio: ['ignore', out, out],
    detached: true,
  })
  const stop = () => {
    // Its processes are a group of their own, so that none is left behind.
    if (isRunning(server)) process.kill(-(server.pid as number), 'SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
  const giveUpAt = performance.now() + patienceMs
  while (!(await answers())) {
    if (!isRunning(server) || performance.now() > giveUpAt) {
      const said = readFileSync(log, 'utf8').slice(-4000)
      stop()
      throw new Error(`Kamailio did not start:\n${said}`)
    }
    await wait(100)
  }
  return stop
}

const isRunning = (server: ChildProcess) => server.exitCode === null && server.signalCode === null

const answers = () =>
  new Promise<boolean>(resolve => {
    const socket = connect(port, domain, () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })

const modules = [
  ...['tm', 'sl', 'rr', 'pv', 'maxfwd', 'usrloc', 'registrar', 'textops', 'siputils'],
  ...['nathelper', 'auth', 'xhttp', 'websocket'],
]

/** Register, ring whoever is registered, and say 404 of everybody else. Browsers are behind their own WebSocket, as behind a NAT. */
const configuration = `#!KAMAILIO
debug=1
log_stderror=yes
children=2
tcp_children=2
auto_aliases=no
tcp_accept_no_cl=yes
tcp_connection_lifetime=3604
listen=tcp:${domain}:${port}
${modules.map(name => `loadmodule "${name}.so"`).join('\n')}
modparam("nathelper|registrar", "received_avp", "$avp(RECEIVED)")
modparam("usrloc", "db_mode", 0)

request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (nat_uac_test("64")) {
    force_rport();
    if (is_method("REGISTER")) { fix_nated_register(); } else { add_contact_alias(); }
  }
  if (is_method("CANCEL")) { if (t_check_trans()) { t_relay(); } exit; }
  if (has_totag()) {
    if (loose_route()) { handle_ruri_alias(); t_on_reply("ANSWER"); t_relay(); exit; }
    if (is_method("ACK")) { if (t_check_trans()) { t_relay(); } exit; }
    sl_send_reply("404", "Not Here");
    exit;
  }
  if (is_method("REGISTER")) {
    if (!pv_www_authenticate("$td", "${sipPassword}", "0")) { www_challenge("$td", "0"); exit; }
    save("location");
    exit;
  }
  if (is_method("INVITE")) {
    if (!pv_proxy_authenticate("$fd", "${sipPassword}", "0")) { proxy_challenge("$fd", "0"); exit; }
    consume_credentials();
    record_route();
    if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
    t_on_reply("ANSWER");
    t_relay();
    exit;
  }
  sl_send_reply("405", "Method Not Allowed");
}

onreply_route[ANSWER] { if (nat_uac_test("64")) { add_contact_alias(); } }

event_route[xhttp:request] {
  if ($hdr(Upgrade) =~ "websocket" && $hdr(Connection) =~ "Upgrade") { ws_handle_handshake(); exit; }
  xhttp_reply("404", "Not Found", "", "");
}
`
