import type { ObjectText } from '../read-objects.ts';

/** The org itself and who works in it. */
export const setupObjects: readonly ObjectText[] = [
  {
    name: 'User',
    keyPrefix: '005',
    hasIsDeleted: false,
    fields: `
      Username string(80) required unique lookup
      LastName string(80) required name
      FirstName string(40) name
      Name string(121) readonly required "Full Name"
      CompanyName string(80)
      Division string(80)
      Department string(80)
      Title string(80)
      Own addresses
      Email email(128) required lookup
      Phone phone(40)
      Fax phone(40)
      MobilePhone phone(40) "Mobile"
      Alias string(8) required
      CommunityNickname string(40) required unique "Nickname"
      IsActive boolean "Active"
      TimeZoneSidKey picklist(40) required restricted "Time Zone" = Europe/Berlin* | America/Los_Angeles | GMT
      LocaleSidKey picklist(40) required restricted "Locale" = en_US* | de_DE
      ReceivesInfoEmails boolean "Info Emails"
      ReceivesAdminInfoEmails boolean "Admin Info Emails"
      EmailEncodingKey picklist(40) required restricted "Email Encoding" = UTF-8* | ISO-8859-1
      ProfileId reference required -> Profile as Users
      UserType picklist(40) readonly restricted = Standard | CloudIntegrationUser
      LanguageLocaleKey picklist(40) required restricted "Language" = en_US* | de
      EmployeeNumber string(20)
      ManagerId reference -> User as ManagedUsers "Manager ID"
      LastLoginDate datetime readonly "Last Login"
      FederationIdentifier string(512) unique lookup "SAML Federation ID"`,
  },
  {
    name: 'Profile',
    keyPrefix: '00e',
    hasIsDeleted: false,
    fields: `
      Name string(255) readonly required
      UserType picklist(40) readonly restricted = Standard | CloudIntegrationUser
      Description string(255) readonly`,
  },
  {
    name: 'Organization',
    keyPrefix: '00D',
    hasIsDeleted: false,
    fields: `
      Name string(80) readonly required
      Own addresses readonly
      Phone phone(40) readonly
      Fax phone(40) readonly
      PrimaryContact string(80) readonly
      DefaultLocaleSidKey picklist(40) readonly restricted "Locale" = en_US | de_DE
      TimeZoneSidKey picklist(40) readonly restricted "Time Zone" = Europe/Berlin | America/Los_Angeles | GMT
      LanguageLocaleKey picklist(40) readonly restricted "Language" = en_US | de
      FiscalYearStartMonth int readonly
      NamespacePrefix string(15) readonly
      InstanceName string(5) readonly
      IsSandbox boolean readonly
      OrganizationType picklist(40) readonly restricted "Edition" = Developer Edition | Enterprise Edition | Unlimited Edition
      TrialExpirationDate datetime readonly
      IsReadOnly boolean readonly`,
  },
];
