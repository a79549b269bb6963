import nodemailer from 'nodemailer'

/** What goes to the mail server; everything that a retry must repeat is in it. */
export interface Envelope {
  readonly messageId: string
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
  readonly date: Date
}

/** `refused` is for good; `postponed` is to be tried again, and may have been taken if the line dropped after DATA. */
export interface Delivery {
  readonly outcome: 'accepted' | 'refused' | 'postponed'
  readonly reply: string
}

export type Deliver = (envelope: Envelope) => Promise<Delivery>

export function smtpDelivery(smtpUrl: string, timeoutMs: number): Deliver {
  // One connection per message: the ambiguity of a dropped line then never reaches a second message.
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return async ({ headers, to, ...envelope }) => {
    try {
      const { response } = await transport.sendMail({
        ...envelope,
        // One address as it stands: what looks like a list of them is not taken apart.
        to: { name: '', address: to },
        headers: { ...headers },
      })
      return { outcome: 'accepted', reply: response }
    } catch (error) {
      return failedDelivery(error as SmtpError)
    }
  }
}

export interface SmtpError {
  readonly message: string
  readonly code?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
}

const authenticationRequired = 530

/**
 * Only what the server says of this recipient or this message is a refusal for good (RFC 5321, 4.2.1). A 5xx earlier in
 * the talk is about us, and somebody mends it: the message waits.
 */
export function failedDelivery(error: SmtpError): Delivery {
  const { code, command, responseCode, response } = error
  const isAboutMessage = command === 'RCPT TO' || command === 'DATA'
  const isForGood =
    responseCode !== undefined && responseCode >= 500 && responseCode <= 599 && responseCode !== authenticationRequired
  // Without any reply: the address can't even be put to a server.
  const isUnusableAddress = code === 'EENVELOPE' && responseCode === undefined
  return {
    outcome: (isAboutMessage && isForGood) || isUnusableAddress ? 'refused' : 'postponed',
    reply: response ?? `${code ?? 'failed'}: ${error.message}`,
  }
}
