import type { SfAnswer } from '../route.ts';

/**
 * What a client hears that tries SOAP, with a password or without: a fault of the SOAP API, which such clients can read.
 * Nothing is offered there: that login retires with Summer '27.
 */
export function soapFault({ text }: { readonly text: string }): SfAnswer {
  const [code, message] = /<(?:\w+:)?login[\s>]/.test(text)
    ? ['INVALID_LOGIN', 'Invalid username, password, security token; or user locked out.']
    : ['UNSUPPORTED_API_VERSION', 'The SOAP API is not offered here.'];
  const fault = `<faultcode>sf:${code}</faultcode><faultstring>${code}: ${message}</faultstring>`;
  const xml = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="urn:fault.partner.soap.sforce.com"><soapenv:Body><soapenv:Fault>${fault}</soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
  return { status: 500, type: 'text/xml; charset=UTF-8', text: xml };
}
