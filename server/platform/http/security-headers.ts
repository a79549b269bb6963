import { secureHeaders } from 'hono/secure-headers'

/**
 * Everything comes from our own origin. Styles may stand in the page, since Mantine and Swagger UI write them there at
 * run time; scripts may not. The softphone talks to the force's telephone system.
 */
export const securityHeaders = (isHttps: boolean, sipServer: string | undefined) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'", ...(sipServer === undefined ? [] : [sipServer])],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    strictTransportSecurity: isHttps ? 'max-age=31536000' : false,
  })
