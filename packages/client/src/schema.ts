// Made from docs/reference/openapi.json by npm run generate:client.

export interface paths {
    readonly "/": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A plain status page */
        readonly get: operations["statusPage"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/healthz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether the process lives */
        readonly get: operations["health"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/metrics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Metrics for Prometheus */
        readonly get: operations["metrics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** This description */
        readonly get: operations["description"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/readyz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether traffic should be sent here */
        readonly get: operations["readiness"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/effects": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Writes and questions to the outside, by order, system and status
         * @description Without order and status: what is open (ready, claimed, in doubt).
         *
         *     Needs the scope `orders:read`.
         */
        readonly get: operations["listEffects"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the feed from a position
         * @description CloudEvents 1.0, in order of position. Read on at `next`; a page without events is no sign of the end, `next` equal to `last` is.
         *
         *     Needs the scope `events:read`.
         */
        readonly get: operations["readEvents"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/exceptions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Work for people, filtered and paged
         * @description Needs the scope `orders:read`.
         */
        readonly get: operations["listExceptions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/exceptions/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One exception with its notes
         * @description Needs the scope `orders:read`.
         */
        readonly get: operations["readException"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/exceptions/{id}/assignment": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Give an exception to somebody, or back to its owner
         * @description Needs the scope `exceptions:write`.
         */
        readonly post: operations["assignException"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/exceptions/{id}/notes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Add a note to an exception
         * @description Needs the scope `exceptions:write`.
         */
        readonly post: operations["noteException"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/exceptions/{id}/remedies/{remedy}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Do something about an exception
         * @description One of `fix-value`, `clear-hold`, `ask-again`, `probe-again`, `resend`, `confirm-by-hand`, `cancel`, `accept-difference`, `restore`, as the exception offers. fix-value needs `field` and `value` (and `line`), and sends again what was refused for the old value; confirm-by-hand needs `document`. A remedy whose cause is gone is declined, never done twice.
         *
         *     Needs the scope `exceptions:write`.
         */
        readonly post: operations["applyRemedy"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/exceptions/causes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Open exceptions grouped by root cause: fix once, release all
         * @description Needs the scope `orders:read`.
         */
        readonly get: operations["countCauses"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/orders": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Find orders by any reference
         * @description A PO number, an ERP document, a tracking number, an invoice, the channel's own number, our id or code. At most 100, newest first.
         *
         *     Needs the scope `orders:read`.
         */
        readonly get: operations["findOrders"];
        readonly put?: never;
        /**
         * Submit an order
         * @description Accepted means committed: from here on it is not lost. What is malformed is refused naming the field; what is well formed but unknown to the master data is accepted and held. The same key with the same body is the same order, whenever and however often it comes.
         *
         *     Needs the scope `orders:write`.
         */
        readonly post: operations["submitOrder"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/orders/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Where an order is, what is next, who must act, by when; quantities per line and schedule
         * @description Needs the scope `orders:read`.
         */
        readonly get: operations["readOrder"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/orders/{id}/cancellation": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Cancel whatever is not picked yet
         * @description Lines that are past their point of no return stay; when that is all of them, the request is declined.
         *
         *     Needs the scope `orders:write`.
         */
        readonly post: operations["cancelOrder"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/orders/{id}/changes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Ask for changes: quantities, dates, lines, the ship-to
         * @description Each wish is answered for itself: done, pending (the systems are asked), or declined with the reason. A wish about a line that does not exist refuses the whole request.
         *
         *     Needs the scope `orders:write`.
         */
        readonly post: operations["changeOrder"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/orders/{id}/timeline": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What happened to an order, in business words
         * @description Oldest first; technical steps in a row are folded into one entry.
         *
         *     Needs the scope `orders:read`.
         */
        readonly get: operations["readTimeline"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/orders/batch": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Submit many orders in one call, answered row by row
         * @description Newline-delimited JSON, each row `{"key": …, "order": …}` with a key of its own that works like Idempotency-Key. Answers come in the order of the rows while the batch is still being sent, so read while you send. A bad row stops no other. A row has at most 2097152 bytes, a batch fewer than 100000 rows.
         *
         *     Needs the scope `orders:write`.
         */
        readonly post: operations["submitBatch"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/subscriptions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Your subscriptions
         * @description Needs the scope `subscriptions:write`.
         */
        readonly get: operations["listSubscriptions"];
        readonly put?: never;
        /**
         * Have events sent to an address of yours, signed
         * @description Messages are CloudEvents, signed by the Standard Webhooks specification, in order per order, retried for days, and disabled with notice when nobody takes them.
         *
         *     Needs the scope `subscriptions:write`.
         */
        readonly post: operations["createSubscription"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/subscriptions/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One subscription, with what it holds back and why
         * @description Needs the scope `subscriptions:write`.
         */
        readonly get: operations["readSubscription"];
        readonly put?: never;
        readonly post?: never;
        /**
         * End a subscription
         * @description Needs the scope `subscriptions:write`.
         */
        readonly delete: operations["deleteSubscription"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/subscriptions/{id}/enable": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Take up a disabled subscription where it stood
         * @description Needs the scope `subscriptions:write`.
         */
        readonly post: operations["enableSubscription"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/subscriptions/{id}/previous-secret": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Forget the old secret
         * @description Needs the scope `subscriptions:write`.
         */
        readonly delete: operations["endRotation"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/subscriptions/{id}/replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send everything after a position again, under the same ids
         * @description Needs the scope `subscriptions:write`.
         */
        readonly post: operations["replaySubscription"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/subscriptions/{id}/secret": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * A new secret; messages carry both signatures until the rotation ends
         * @description Needs the scope `subscriptions:write`.
         */
        readonly post: operations["rotateSecret"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/systems": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Systems with their lanes: running, paused, not reachable; what waits and since when
         * @description Needs the scope `orders:read`.
         */
        readonly get: operations["listSystems"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/systems/{id}/pause": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Start nothing more in this system
         * @description What is under way ends; what is due waits without burning attempts. Audited with the reason.
         *
         *     Needs the scope `systems:write`.
         */
        readonly post: operations["pauseSystem"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/systems/{id}/resume": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Let this system go on where it stopped
         * @description Needs the scope `systems:write`.
         */
        readonly post: operations["resumeSystem"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhooks/{system}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Take a message of a connected system
         * @description The body is taken byte for byte in the format of the sender, and its signature is checked by the connector. 200 means committed; the same message again is the same message.
         */
        readonly post: operations["receiveWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly Acceptance: {
            readonly id: string;
            readonly links: {
                readonly self: string;
                readonly timeline: string;
            };
            /** Format: date-time */
            readonly receivedAt: string;
            readonly references: readonly {
                readonly kind: string;
                readonly system: string;
                readonly value: string;
            }[];
        };
        readonly AcceptanceWithOutcome: {
            readonly acceptance: components["schemas"]["Acceptance"];
            readonly outcome: components["schemas"]["Outcome"];
        };
        readonly CancellationRequest: {
            readonly reason: string;
        };
        readonly ChangeAnswer: {
            readonly id: string;
            readonly items: readonly {
                /** @enum {unknown} */
                readonly decision: "done" | "pending" | "declined";
                readonly line?: string;
                readonly quantity?: string;
                readonly reason?: string;
                readonly schedule?: string;
                /** @enum {unknown} */
                readonly wish: "quantity" | "date" | "cancel" | "add-line" | "ship-to";
            }[];
            readonly links: {
                readonly order: string;
            };
            readonly order: string;
        };
        readonly ChangeRequest: {
            readonly changes: readonly ({
                /** @enum {string} */
                readonly kind: "quantity";
                readonly line: string;
                readonly quantity: {
                    /**
                     * @description UN/ECE Recommendation 20 code, or EA, CS.
                     * @enum {string}
                     */
                    readonly unit: "EA" | "C62" | "H87" | "PR" | "DZN" | "SET" | "CS" | "BX" | "CT" | "PK" | "PF" | "RO" | "BG" | "BE" | "CA" | "DR" | "KGM" | "GRM" | "TNE" | "LBR" | "ONZ" | "LTR" | "MLT" | "GLL" | "MTR" | "CMT" | "MMT" | "FOT" | "INH" | "MTK" | "MTQ" | "HUR" | "DAY";
                    /** @description A decimal number greater than zero, as a string. */
                    readonly value: string;
                };
                readonly schedule?: string;
            } | {
                /** @enum {string} */
                readonly kind: "date";
                readonly line: string;
                /** Format: date */
                readonly requestedDate: string;
                readonly schedule?: string;
            } | {
                /** @enum {string} */
                readonly kind: "cancel-line";
                readonly line: string;
            } | {
                readonly add: {
                    readonly id?: string;
                    readonly item: string;
                    readonly note?: string;
                    readonly price?: {
                        /** @description A decimal number, zero or more, as a string. */
                        readonly amount: string;
                        /**
                         * @description ISO 4217 code.
                         * @enum {string}
                         */
                        readonly currency: "USD" | "EUR" | "GBP" | "CHF" | "SEK" | "NOK" | "DKK" | "PLN" | "CZK" | "HUF" | "RON" | "BGN" | "TRY" | "ILS" | "ZAR" | "CAD" | "AUD" | "NZD" | "MXN" | "BRL" | "ARS" | "COP" | "PEN" | "CLP" | "CNY" | "HKD" | "TWD" | "SGD" | "MYR" | "THB" | "IDR" | "PHP" | "INR" | "AED" | "SAR" | "EGP" | "NGN" | "KES" | "MAD" | "UAH" | "ISK" | "JPY" | "KRW" | "VND" | "XAF" | "XOF" | "KWD" | "BHD" | "OMR" | "JOD" | "TND";
                    };
                    readonly quantity: {
                        /**
                         * @description UN/ECE Recommendation 20 code, or EA, CS.
                         * @enum {string}
                         */
                        readonly unit: "EA" | "C62" | "H87" | "PR" | "DZN" | "SET" | "CS" | "BX" | "CT" | "PK" | "PF" | "RO" | "BG" | "BE" | "CA" | "DR" | "KGM" | "GRM" | "TNE" | "LBR" | "ONZ" | "LTR" | "MLT" | "GLL" | "MTR" | "CMT" | "MMT" | "FOT" | "INH" | "MTK" | "MTQ" | "HUR" | "DAY";
                        /** @description A decimal number greater than zero, as a string. */
                        readonly value: string;
                    };
                    /** Format: date */
                    readonly requestedDate?: string;
                    readonly schedules?: readonly {
                        readonly id?: string;
                        readonly quantity: {
                            /**
                             * @description UN/ECE Recommendation 20 code, or EA, CS.
                             * @enum {string}
                             */
                            readonly unit: "EA" | "C62" | "H87" | "PR" | "DZN" | "SET" | "CS" | "BX" | "CT" | "PK" | "PF" | "RO" | "BG" | "BE" | "CA" | "DR" | "KGM" | "GRM" | "TNE" | "LBR" | "ONZ" | "LTR" | "MLT" | "GLL" | "MTR" | "CMT" | "MMT" | "FOT" | "INH" | "MTK" | "MTQ" | "HUR" | "DAY";
                            /** @description A decimal number greater than zero, as a string. */
                            readonly value: string;
                        };
                        /** Format: date */
                        readonly requestedDate?: string;
                        readonly warehouse?: string;
                    }[];
                    readonly warehouse?: string;
                };
                /** @enum {string} */
                readonly kind: "add-line";
            } | {
                /** @enum {string} */
                readonly kind: "ship-to";
                readonly shipTo: {
                    readonly city?: string;
                    /** @description ISO 3166-1 alpha-2. */
                    readonly country?: string;
                    readonly id?: string;
                    readonly name?: string;
                    readonly postalCode?: string;
                    readonly region?: string;
                    readonly street?: string;
                };
            })[];
            readonly reason?: string;
        };
        readonly CloudEvent: {
            readonly causation?: string;
            readonly data?: unknown;
            readonly datacontenttype: string;
            readonly dataref?: string;
            readonly id: string;
            readonly position?: string;
            readonly sequence: string;
            readonly source: string;
            readonly specversion: string;
            readonly subject: string;
            /** Format: date-time */
            readonly time?: string;
            readonly traceparent?: string;
            readonly type: string;
        };
        readonly EffectView: {
            readonly attempt: number;
            readonly dueAt: string | null;
            readonly grade: ("A" | "B" | "C") | null;
            /** Format: date-time */
            readonly insertedAt: string;
            readonly key: string;
            readonly leaseUntil: string | null;
            readonly op: string;
            readonly order: string;
            readonly reference: string | null;
            readonly settledAt: string | null;
            /** @enum {unknown} */
            readonly status: "ready" | "claimed" | "doubt" | "confirmed" | "refused" | "failed" | "withdrawn" | "abandoned";
            readonly system: string;
            readonly wasInDoubt: boolean;
        };
        readonly ExceptionView: {
            readonly assignee: string | null;
            /** @description Root cause shared by many orders. */
            readonly cause: string;
            readonly class: string;
            readonly closedAt: string | null;
            readonly closedBy: string | null;
            /** Format: date-time */
            readonly dueAt: string;
            readonly escalatedAt: string | null;
            readonly evidence: readonly string[];
            readonly id: string;
            /** Format: date-time */
            readonly openedAt: string;
            readonly order: string | null;
            readonly owner: string;
            readonly remedies: readonly {
                readonly href: string;
                readonly name: string;
            }[];
            /** @enum {unknown} */
            readonly severity: "high" | "normal" | "low";
            readonly summary: string;
            /** @description What the remedies act on. */
            readonly target: {
                readonly [key: string]: unknown;
            };
            /** @description Whether doing the step again is safe, and why. */
            readonly verdict: string;
        };
        readonly NextStep: {
            readonly by: string | null;
            /**
             * @description What it hangs on.
             * @enum {unknown}
             */
            readonly on: "nothing" | "person" | "system" | "lane" | "outside" | "limbo";
            readonly what: string;
            readonly where: string;
            readonly who: string;
        };
        readonly OrderRequest: {
            /**
             * @description ISO 4217 code; every price of the order is in it.
             * @enum {string}
             */
            readonly currency: "USD" | "EUR" | "GBP" | "CHF" | "SEK" | "NOK" | "DKK" | "PLN" | "CZK" | "HUF" | "RON" | "BGN" | "TRY" | "ILS" | "ZAR" | "CAD" | "AUD" | "NZD" | "MXN" | "BRL" | "ARS" | "COP" | "PEN" | "CLP" | "CNY" | "HKD" | "TWD" | "SGD" | "MYR" | "THB" | "IDR" | "PHP" | "INR" | "AED" | "SAR" | "EGP" | "NGN" | "KES" | "MAD" | "UAH" | "ISK" | "JPY" | "KRW" | "VND" | "XAF" | "XOF" | "KWD" | "BHD" | "OMR" | "JOD" | "TND";
            readonly customer: {
                readonly id: string;
                readonly name?: string;
            };
            readonly lines: readonly {
                readonly id?: string;
                readonly item: string;
                readonly note?: string;
                readonly price?: {
                    /** @description A decimal number, zero or more, as a string. */
                    readonly amount: string;
                    /**
                     * @description ISO 4217 code.
                     * @enum {string}
                     */
                    readonly currency: "USD" | "EUR" | "GBP" | "CHF" | "SEK" | "NOK" | "DKK" | "PLN" | "CZK" | "HUF" | "RON" | "BGN" | "TRY" | "ILS" | "ZAR" | "CAD" | "AUD" | "NZD" | "MXN" | "BRL" | "ARS" | "COP" | "PEN" | "CLP" | "CNY" | "HKD" | "TWD" | "SGD" | "MYR" | "THB" | "IDR" | "PHP" | "INR" | "AED" | "SAR" | "EGP" | "NGN" | "KES" | "MAD" | "UAH" | "ISK" | "JPY" | "KRW" | "VND" | "XAF" | "XOF" | "KWD" | "BHD" | "OMR" | "JOD" | "TND";
                };
                readonly quantity: {
                    /**
                     * @description UN/ECE Recommendation 20 code, or EA, CS.
                     * @enum {string}
                     */
                    readonly unit: "EA" | "C62" | "H87" | "PR" | "DZN" | "SET" | "CS" | "BX" | "CT" | "PK" | "PF" | "RO" | "BG" | "BE" | "CA" | "DR" | "KGM" | "GRM" | "TNE" | "LBR" | "ONZ" | "LTR" | "MLT" | "GLL" | "MTR" | "CMT" | "MMT" | "FOT" | "INH" | "MTK" | "MTQ" | "HUR" | "DAY";
                    /** @description A decimal number greater than zero, as a string. */
                    readonly value: string;
                };
                /** Format: date */
                readonly requestedDate?: string;
                readonly schedules?: readonly {
                    readonly id?: string;
                    readonly quantity: {
                        /**
                         * @description UN/ECE Recommendation 20 code, or EA, CS.
                         * @enum {string}
                         */
                        readonly unit: "EA" | "C62" | "H87" | "PR" | "DZN" | "SET" | "CS" | "BX" | "CT" | "PK" | "PF" | "RO" | "BG" | "BE" | "CA" | "DR" | "KGM" | "GRM" | "TNE" | "LBR" | "ONZ" | "LTR" | "MLT" | "GLL" | "MTR" | "CMT" | "MMT" | "FOT" | "INH" | "MTK" | "MTQ" | "HUR" | "DAY";
                        /** @description A decimal number greater than zero, as a string. */
                        readonly value: string;
                    };
                    /** Format: date */
                    readonly requestedDate?: string;
                    readonly warehouse?: string;
                }[];
                readonly warehouse?: string;
            }[];
            readonly note?: string;
            /** Format: date-time */
            readonly orderedAt?: string;
            /** @description Prepaid orders pass the credit question. */
            readonly payment?: "on-account" | "prepaid";
            readonly purchaseOrder?: string;
            readonly references?: readonly {
                readonly kind: string;
                readonly system: string;
                readonly value: string;
            }[];
            readonly release?: string;
            /** Format: date */
            readonly requestedDate?: string;
            /** @description True: nothing goes on while a line is held. The landscape has the default. */
            readonly shipComplete?: boolean;
            readonly shipTo?: {
                readonly city?: string;
                /** @description ISO 3166-1 alpha-2. */
                readonly country?: string;
                readonly id?: string;
                readonly name?: string;
                readonly postalCode?: string;
                readonly region?: string;
                readonly street?: string;
            };
        };
        readonly OrderView: {
            readonly changes: readonly {
                readonly by: string;
                readonly id: string;
                readonly items: readonly {
                    /** @enum {unknown} */
                    readonly decision: "done" | "pending" | "declined";
                    readonly line?: string;
                    /** @description A decimal number as a string. */
                    readonly quantity?: string;
                    readonly reason?: string;
                    readonly schedule?: string;
                    /** @enum {unknown} */
                    readonly wish: "quantity" | "date" | "cancel" | "add-line" | "ship-to";
                }[];
                /** @enum {unknown} */
                readonly kind: "change" | "cancellation";
                readonly reason?: string;
                readonly requestedAt: string;
            }[];
            readonly channel: string;
            readonly client: string;
            readonly code: string;
            readonly currency: string;
            readonly customer: string;
            readonly documents: readonly {
                readonly id: string;
                readonly number?: string;
                readonly state: string;
                readonly system: string;
                readonly tracking?: readonly string[];
                /** @enum {unknown} */
                readonly type: "sales-order" | "shipment" | "invoice";
                readonly version?: string;
            }[];
            readonly duplicateOf?: string;
            /** @description Per system and operation: A refuses a second document with our reference, B can be searched by it, C neither. */
            readonly grades: {
                readonly [key: string]: {
                    readonly [key: string]: "A" | "B" | "C";
                };
            };
            readonly holds: readonly {
                readonly cause: string;
                readonly id: string;
                readonly kind: string;
                readonly line?: string;
                readonly owner: string;
                readonly placedAt: string;
                readonly reason: string;
                readonly recheckAt: string;
                readonly system?: string;
            }[];
            readonly id: string;
            readonly isPrepaid: boolean;
            readonly isShipComplete: boolean;
            readonly lines: readonly {
                readonly id: string;
                readonly item: string;
                readonly priceSource?: string;
                readonly schedules: readonly {
                    readonly fulfilledBy: string;
                    readonly id: string;
                    readonly pendingChange?: {
                        readonly changeId: string;
                        /** @description A decimal number as a string. */
                        readonly quantity: string;
                        readonly requestedDate?: string;
                    };
                    readonly quantities: {
                        /** @description A decimal number as a string. */
                        readonly allocated: string;
                        /** @description A decimal number as a string. */
                        readonly backordered: string;
                        /** @description A decimal number as a string. */
                        readonly cancelled: string;
                        /** @description A decimal number as a string. */
                        readonly credited: string;
                        /** @description A decimal number as a string. */
                        readonly delivered: string;
                        /** @description A decimal number as a string. */
                        readonly excess: string;
                        /** @description A decimal number as a string. */
                        readonly invoiced: string;
                        /** @description A decimal number as a string. */
                        readonly open: string;
                        /** @description A decimal number as a string. */
                        readonly ordered: string;
                        /** @description A decimal number as a string. */
                        readonly packed: string;
                        /** @description A decimal number as a string. */
                        readonly picked: string;
                        /** @description A decimal number as a string. */
                        readonly returned: string;
                        /** @description A decimal number as a string. */
                        readonly shipped: string;
                    };
                    readonly requestedDate?: string;
                    /** @enum {unknown} */
                    readonly status: "cancelled" | "open" | "backordered" | "allocated" | "picked" | "packed" | "shipped" | "delivered";
                    readonly system: string;
                    readonly warehouse: string;
                }[];
                readonly unit: string;
                /** @description A decimal number as a string. */
                readonly unitPrice?: string;
            }[];
            readonly next: {
                readonly by: string | null;
                /**
                 * @description What it hangs on.
                 * @enum {unknown}
                 */
                readonly on: "nothing" | "person" | "system" | "lane" | "outside" | "limbo";
                readonly what: string;
                readonly where: string;
                readonly who: string;
            };
            readonly purchaseOrder?: string;
            /** Format: date-time */
            readonly receivedAt: string;
            readonly references: readonly {
                readonly kind: string;
                readonly system: string;
                readonly value: string;
            }[];
            readonly shipTo?: {
                readonly city?: string;
                /** @description ISO 3166-1 alpha-2. */
                readonly country?: string;
                readonly id?: string;
                readonly name?: string;
                readonly postalCode?: string;
                readonly region?: string;
                readonly street?: string;
            };
            /** @enum {unknown} */
            readonly status: "received" | "held" | "validated" | "accepted" | "backordered" | "allocated" | "picked" | "packed" | "shipped" | "delivered" | "completed" | "cancelled";
            readonly versions: {
                readonly flow: number;
                readonly landscape: string;
                readonly order: number;
            };
        };
        readonly Outcome: {
            /**
             * @description pending: the wait was over first. partly-accepted: the rest is held or stopped. stopped: a system refused, or nobody can tell.
             * @enum {unknown}
             */
            readonly kind: "accepted" | "partly-accepted" | "held" | "stopped" | "cancelled" | "completed" | "pending";
            readonly order: components["schemas"]["OrderView"];
        };
        readonly Problem: {
            /**
             * @description transient and throttled: the same request may be sent again.
             * @enum {unknown}
             */
            readonly class: "data" | "business" | "conflict" | "auth" | "throttled" | "transient";
            /** @enum {unknown} */
            readonly code: "malformed-json" | "not-utf8" | "too-deep" | "duplicate-member" | "forbidden-character" | "missing-field" | "unknown-field" | "wrong-type" | "invalid-value" | "invalid-quantity" | "invalid-amount" | "invalid-date" | "unknown-unit" | "unknown-currency" | "too-many-lines" | "invalid-parameter" | "missing-idempotency-key" | "body-too-large" | "too-many-rows" | "unsupported-media-type" | "currency-mix" | "schedule-mismatch" | "unit-differs" | "duplicate-line" | "duplicate-schedule" | "no-route" | "unknown-line" | "line-exists" | "schedule-missing" | "bad-value" | "idempotency-key-reused" | "address-refused" | "duplicate-purchase-order" | "order-closed" | "point-of-no-return" | "nothing-to-remedy" | "remedy-not-offered" | "declined" | "unauthenticated" | "signature-refused" | "missing-scope" | "not-local" | "order-not-found" | "exception-not-found" | "system-not-found" | "subscription-not-found" | "route-not-found" | "overloaded" | "store-unavailable" | "internal";
            /** @description For the person who must act. */
            readonly detail: string;
            /** @description The place in what was sent, e.g. lines[0].quantity.value. */
            readonly field?: string;
            /**
             * Format: uri-reference
             * @description This one answer; name it when you report it.
             */
            readonly instance: string;
            /**
             * @description Who must act.
             * @enum {unknown}
             */
            readonly owner: "sender" | "customer-service" | "integration" | "operations";
            /** @description What that person does. */
            readonly remedy: string;
            readonly status: number;
            readonly title: string;
            /** Format: uri-reference */
            readonly type: string;
        };
        readonly StoryEntry: {
            readonly actor: string;
            /** Format: date-time */
            readonly at: string;
            readonly count?: number;
            /** @enum {unknown} */
            readonly kind: "event" | "steps";
            readonly seq: number;
            readonly steps?: readonly string[];
            readonly text?: string;
            readonly type?: string;
        };
        readonly SubscriptionView: {
            /** Format: date-time */
            readonly createdAt: string;
            readonly id: string;
            /** @enum {unknown} */
            readonly mode: "stream" | "latest";
            readonly position: number;
            /** @enum {unknown} */
            readonly secrets: "one" | "rotating";
            readonly since: string | null;
            /** @enum {unknown} */
            readonly status: "active" | "failing" | "disabled";
            readonly types: readonly string[];
            readonly url: string;
            readonly why: string | null;
        };
        readonly SystemView: {
            readonly grades: {
                readonly [key: string]: "A" | "B" | "C";
            };
            readonly id: string;
            readonly lanes: readonly {
                readonly claimed: number;
                readonly doubt: number;
                readonly lastError: string | null;
                readonly limiter: string;
                readonly oldestDueAt: string | null;
                readonly openUntil: string | null;
                readonly pausedAt: string | null;
                readonly pausedBy: string | null;
                readonly pausedWhy: string | null;
                readonly perSecond: number | null;
                readonly ready: number;
                readonly slots: number;
                /** @enum {unknown} */
                readonly state: "running" | "paused" | "breaker-open" | "half-open";
            }[];
            readonly name: string;
            readonly owner: string;
            readonly vendor: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly statusPage: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description HTML. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not-local`: Only from this machine */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly health: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It does. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly status: string;
                    };
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly metrics: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The Prometheus text format. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not-local`: Only from this machine */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly description: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OpenAPI 3.1. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: unknown;
                    };
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readiness: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Ready. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly checks: {
                            readonly [key: string]: string;
                        };
                        readonly ready: boolean;
                    };
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready; the checks say why. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly checks: {
                            readonly [key: string]: string;
                        };
                        readonly ready: boolean;
                    };
                };
            };
        };
    };
    readonly listEffects: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Rows of one page; 100 where nothing is said. */
                readonly limit?: number;
                readonly order?: string;
                readonly status?: "ready" | "claimed" | "doubt" | "confirmed" | "refused" | "failed" | "withdrawn" | "abandoned";
                readonly system?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page; `next` is null on the last. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly effects: readonly components["schemas"]["EffectView"][];
                        readonly next: string | null;
                    };
                };
            };
            /** @description `invalid-parameter`: A parameter or header is not as documented */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readEvents: {
        readonly parameters: {
            readonly query?: {
                /** @description Events after this position of the feed; 0 is the beginning. */
                readonly after?: number;
                readonly limit?: number;
                readonly order?: string;
                /** @description Instead of `after`: from a point in time, a little before rather than after. */
                readonly since?: string;
                /** @description Event types or families, separated by commas: `order.shipped,exception.*`. */
                readonly types?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of the feed. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly events: readonly components["schemas"]["CloudEvent"][];
                        readonly last: number;
                        readonly next: number;
                    };
                };
            };
            /** @description `invalid-parameter`: A parameter or header is not as documented */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listExceptions: {
        readonly parameters: {
            readonly query?: {
                readonly cause?: string;
                readonly class?: string;
                /** @description The `next` of the page before. */
                readonly cursor?: string;
                /** @description Rows of one page; 100 where nothing is said. */
                readonly limit?: number;
                /** @description Open ones by due time (the default), or closed ones newest first. */
                readonly open?: boolean;
                readonly order?: string;
                readonly owner?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page; `next` is null on the last. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly exceptions: readonly components["schemas"]["ExceptionView"][];
                        readonly next: string | null;
                    };
                };
            };
            /** @description `invalid-parameter`: A parameter or header is not as documented */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readException: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The exception; `notes` holds what was noted and done about it. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExceptionView"] & {
                        readonly notes: readonly {
                            readonly action: string;
                            readonly actor: string;
                            /** Format: date-time */
                            readonly at: string;
                            readonly reason: string;
                            readonly target: string;
                        }[];
                    };
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `exception-not-found`: No such exception */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly assignException: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly assignee: string | null;
                    readonly reason: string;
                };
            };
        };
        readonly responses: {
            /** @description Assigned. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExceptionView"];
                };
            };
            /** @description `missing-field`: A field is missing; `invalid-value`: A field has a value that is not allowed */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `exception-not-found`: No such exception */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `nothing-to-remedy`: There is nothing left to remedy */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly noteException: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly note: string;
                };
            };
        };
        readonly responses: {
            /** @description Noted. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly notes: readonly {
                            readonly action: string;
                            readonly actor: string;
                            /** Format: date-time */
                            readonly at: string;
                            readonly reason: string;
                            readonly target: string;
                        }[];
                    };
                };
            };
            /** @description `missing-field`: A field is missing; `invalid-value`: A field has a value that is not allowed */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `exception-not-found`: No such exception */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly applyRemedy: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
                readonly remedy: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description confirm-by-hand: the system's document. */
                    readonly document?: {
                        readonly id: string;
                        readonly number?: string;
                        readonly version?: string;
                    };
                    /**
                     * @description fix-value: what is corrected.
                     * @enum {unknown}
                     */
                    readonly field?: "customer" | "shipTo.id" | "purchaseOrder" | "item" | "unit" | "unitPrice";
                    readonly line?: string;
                    readonly reason: string;
                    readonly value?: string;
                };
            };
        };
        readonly responses: {
            /** @description Done; the exception as it is now. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExceptionView"];
                };
            };
            /** @description `missing-field`: A field is missing; `invalid-value`: A field has a value that is not allowed */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `exception-not-found`: No such exception; `order-not-found`: No such order */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `remedy-not-offered`: This exception does not offer that remedy; `nothing-to-remedy`: There is nothing left to remedy; `point-of-no-return`: It is too late for that; `order-closed`: The order is closed; `declined`: The request was declined */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bad-value`: The value cannot be used; `unknown-line`: The order has no such line */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly countCauses: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The 200 largest groups. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly causes: readonly {
                            readonly cause: string;
                            readonly class: string;
                            readonly example: string;
                            /** Format: date-time */
                            readonly firstDueAt: string;
                            readonly orders: number;
                            readonly owner: string;
                        }[];
                    };
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly findOrders: {
        readonly parameters: {
            readonly query: {
                readonly kind?: string;
                readonly reference: string;
                readonly system?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The orders; none is an empty list. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly orders: readonly components["schemas"]["OrderView"][];
                    };
                };
            };
            /** @description `invalid-parameter`: A parameter or header is not as documented */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly submitOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Your own key, the same on every retry of this request; kept 30 days, scoped to your client. With or without the quotes of RFC 8941. */
                readonly "idempotency-key": string;
                /** @description RFC 7240: `wait=N` waits up to N seconds (30 at most) for an outcome. */
                readonly prefer?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["OrderRequest"];
            };
        };
        readonly responses: {
            /** @description With `Prefer: wait`: an outcome came within the wait. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AcceptanceWithOutcome"];
                };
            };
            /** @description Accepted; with `Prefer: wait` the shape is that of 200, with the state so far. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Acceptance"] | components["schemas"]["AcceptanceWithOutcome"];
                };
            };
            /** @description `malformed-json`: The body is no JSON; `not-utf8`: The body is not UTF-8; `too-deep`: The body is nested too deeply; `duplicate-member`: A member appears twice; `forbidden-character`: A text holds a character that no system can take; `missing-field`: A field is missing; `unknown-field`: A field is not known; `wrong-type`: A field has the wrong type; `invalid-value`: A field has a value that is not allowed; `invalid-quantity`: A quantity is not a positive decimal; `invalid-amount`: An amount is not a decimal; `invalid-date`: A date does not exist; `unknown-unit`: A unit code is not known; `unknown-currency`: A currency code is not known; `too-many-lines`: The order has too many lines; `missing-idempotency-key`: The header Idempotency-Key is missing; `invalid-parameter`: A parameter or header is not as documented */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `duplicate-purchase-order`: The customer has sent this PO number before */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The content type is not supported */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `currency-mix`: A price is in another currency than the order; `schedule-mismatch`: The schedules do not add up to the line; `unit-differs`: A quantity is in another unit than its line; `duplicate-line`: Two lines have the same id; `duplicate-schedule`: Two schedules of a line have the same id; `no-route`: No system takes this; `idempotency-key-reused`: The key was used for another request */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The order's id. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The order. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OrderView"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `order-not-found`: No such order */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly cancelOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Your own key, the same on every retry of this request; kept 30 days, scoped to your client. With or without the quotes of RFC 8941. */
                readonly "idempotency-key": string;
            };
            readonly path: {
                /** @description The order's id. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CancellationRequest"];
            };
        };
        readonly responses: {
            /** @description Decided, line by line; no items when it was cancelled before. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeAnswer"];
                };
            };
            /** @description `missing-idempotency-key`: The header Idempotency-Key is missing; `invalid-parameter`: A parameter or header is not as documented; `malformed-json`: The body is no JSON; `not-utf8`: The body is not UTF-8; `too-deep`: The body is nested too deeply; `duplicate-member`: A member appears twice; `forbidden-character`: A text holds a character that no system can take; `missing-field`: A field is missing; `unknown-field`: A field is not known; `wrong-type`: A field has the wrong type; `invalid-value`: A field has a value that is not allowed */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `order-not-found`: No such order */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `order-closed`: The order is closed; `point-of-no-return`: It is too late for that; `declined`: The request was declined */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The content type is not supported */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: The key was used for another request */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly changeOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description Your own key, the same on every retry of this request; kept 30 days, scoped to your client. With or without the quotes of RFC 8941. */
                readonly "idempotency-key": string;
            };
            readonly path: {
                /** @description The order's id. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ChangeRequest"];
            };
        };
        readonly responses: {
            /** @description Decided, wish by wish. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChangeAnswer"];
                };
            };
            /** @description `missing-idempotency-key`: The header Idempotency-Key is missing; `invalid-parameter`: A parameter or header is not as documented; `malformed-json`: The body is no JSON; `not-utf8`: The body is not UTF-8; `too-deep`: The body is nested too deeply; `duplicate-member`: A member appears twice; `forbidden-character`: A text holds a character that no system can take; `missing-field`: A field is missing; `unknown-field`: A field is not known; `wrong-type`: A field has the wrong type; `invalid-value`: A field has a value that is not allowed; `invalid-quantity`: A quantity is not a positive decimal; `invalid-amount`: An amount is not a decimal; `invalid-date`: A date does not exist; `unknown-unit`: A unit code is not known; `unknown-currency`: A currency code is not known */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `order-not-found`: No such order */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `order-closed`: The order is closed; `point-of-no-return`: It is too late for that; `declined`: The request was declined */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The content type is not supported */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: The key was used for another request; `unknown-line`: The order has no such line; `line-exists`: The order has a line of that id; `currency-mix`: A price is in another currency than the order; `unit-differs`: A quantity is in another unit than its line; `schedule-missing`: The line has several schedules; `schedule-mismatch`: The schedules do not add up to the line; `duplicate-schedule`: Two schedules of a line have the same id; `no-route`: No system takes this */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readTimeline: {
        readonly parameters: {
            readonly query?: {
                /** @description Only what came after this `seq`. */
                readonly after?: number;
            };
            readonly header?: never;
            readonly path: {
                /** @description The order's id. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The story so far. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly entries: readonly components["schemas"]["StoryEntry"][];
                        readonly order: string;
                    };
                };
            };
            /** @description `invalid-parameter`: A parameter or header is not as documented */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `order-not-found`: No such order */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly submitBatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Rows `{"key": …, "order": OrderRequest}`, one a line. */
        readonly requestBody: {
            readonly content: {
                readonly "application/x-ndjson": string;
            };
        };
        readonly responses: {
            /** @description One line per row: `{"row", "key", "status": 202, "replayed", "acceptance"}`, or `{"row", "key", "status", "problem"}`. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The content type is not supported */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listSubscriptions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All of them. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly subscriptions: readonly components["schemas"]["SubscriptionView"][];
                    };
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createSubscription: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description Events after this position of the feed; absent: from now on. */
                    readonly from?: number;
                    /**
                     * @description stream: every event in order. latest: what the order is now, whenever something happened to it.
                     * @enum {unknown}
                     */
                    readonly mode: "stream" | "latest";
                    /** @description Event types or families, e.g. `order.shipped`, `order.*`, `*`. */
                    readonly types: readonly string[];
                    /** @description Where messages are sent; the hub refuses addresses that it must not call. */
                    readonly url: string;
                };
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Standard Webhooks secret; shown here and never again. */
                        readonly secret: string;
                        readonly subscription: components["schemas"]["SubscriptionView"];
                    };
                };
            };
            /** @description `invalid-value`: A field has a value that is not allowed; `missing-field`: A field is missing; `unknown-field`: A field is not known; `wrong-type`: A field has the wrong type */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `address-refused`: The hub must not call that address */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly readSubscription: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The subscription. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly failing: readonly {
                            readonly attempts: number;
                            readonly lastError: string;
                            /** Format: date-time */
                            readonly nextAt: string;
                            readonly subject: string;
                        }[];
                        readonly subscription: components["schemas"]["SubscriptionView"];
                    };
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription-not-found`: No such subscription */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteSubscription: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Ended. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription-not-found`: No such subscription */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly enableSubscription: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The subscription. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SubscriptionView"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription-not-found`: No such subscription */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly endRotation: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The subscription. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SubscriptionView"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription-not-found`: No such subscription */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly replaySubscription: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly from: number;
                };
            };
        };
        readonly responses: {
            /** @description The subscription. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SubscriptionView"];
                };
            };
            /** @description `invalid-value`: A field has a value that is not allowed; `missing-field`: A field is missing */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription-not-found`: No such subscription */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly rotateSecret: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The new secret. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Standard Webhooks secret; shown here and never again. */
                        readonly secret: string;
                        readonly subscription: components["schemas"]["SubscriptionView"];
                    };
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription-not-found`: No such subscription */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listSystems: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All systems of the landscape. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly systems: readonly components["schemas"]["SystemView"][];
                    };
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly pauseSystem: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly reason: string;
                };
            };
        };
        readonly responses: {
            /** @description Paused. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SystemView"];
                };
            };
            /** @description `missing-field`: A field is missing; `invalid-value`: A field has a value that is not allowed */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `system-not-found`: No such system */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly resumeSystem: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly reason: string;
                };
            };
        };
        readonly responses: {
            /** @description Running again. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SystemView"];
                };
            };
            /** @description `missing-field`: A field is missing; `invalid-value`: A field has a value that is not allowed */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `system-not-found`: No such system */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly receiveWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly system: string;
            };
            readonly cookie?: never;
        };
        /** @description The sender's own message, byte for byte. */
        readonly requestBody: {
            readonly content: {
                readonly "*/*": string;
            };
        };
        readonly responses: {
            /** @description Taken. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly taken: boolean;
                    };
                };
            };
            /** @description `signature-refused`: The message is not authentic */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `system-not-found`: No such system */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            readonly 500: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
