// Made from docs/reference/openapi.json by npm run generate:client.

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A plain status page */
        get: operations["statusPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process lives */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description */
        get: operations["description"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether traffic should be sent here */
        get: operations["readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/effects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Writes and questions to the outside, by order, system and status
         * @description Without order and status: what is open (ready, claimed, in doubt).
         *
         *     Needs the scope `orders:read`.
         */
        get: operations["listEffects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the feed from a position
         * @description CloudEvents 1.0, in order of position. Read on at `next`; a page without events is no sign of the end, `next` equal to `last` is.
         *
         *     Needs the scope `events:read`.
         */
        get: operations["readEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Work for people, filtered and paged
         * @description Needs the scope `orders:read`.
         */
        get: operations["listExceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exceptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One exception with its notes
         * @description Needs the scope `orders:read`.
         */
        get: operations["readException"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exceptions/{id}/assignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an exception to somebody, or back to its owner
         * @description Needs the scope `exceptions:write`.
         */
        post: operations["assignException"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exceptions/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a note to an exception
         * @description Needs the scope `exceptions:write`.
         */
        post: operations["noteException"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exceptions/{id}/remedies/{remedy}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do something about an exception
         * @description One of `fix-value`, `clear-hold`, `ask-again`, `probe-again`, `resend`, `confirm-by-hand`, `cancel`, `accept-difference`, `restore`, `release`, `discard`, as the exception offers. fix-value needs `field` and `value` (and `line`), and sends again what was refused for the old value; confirm-by-hand needs `document`; release and discard take `channelOrders`. A remedy whose cause is gone is declined, never done twice.
         *
         *     Needs the scope `exceptions:write`.
         */
        post: operations["applyRemedy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exceptions/{id}/sales": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The sales that an exception holds because of their channel's cap
         * @description As their newest messages have them. None where the exception holds no sales, or once all are decided.
         *
         *     Needs the scope `orders:read`.
         */
        get: operations["listHeldSales"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exceptions/causes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open exceptions grouped by root cause: fix once, release all
         * @description Needs the scope `orders:read`.
         */
        get: operations["countCauses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find orders by any reference
         * @description A PO number, an ERP document, a tracking number, an invoice, the channel's own number, our id or code. At most 100, newest first.
         *
         *     Needs the scope `orders:read`.
         */
        get: operations["findOrders"];
        put?: never;
        /**
         * Submit an order
         * @description Accepted means committed: from here on it is not lost. What is malformed is refused naming the field; what is well formed but unknown to the master data is accepted and held. The same key with the same body is the same order, whenever and however often it comes.
         *
         *     Needs the scope `orders:write`.
         */
        post: operations["submitOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where an order is, what is next, who must act, by when; quantities per line and schedule
         * @description Needs the scope `orders:read`.
         */
        get: operations["readOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel whatever is not picked yet
         * @description Lines that are past their point of no return stay; when that is all of them, the request is declined.
         *
         *     Needs the scope `orders:write`.
         */
        post: operations["cancelOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for changes: quantities, dates, lines, the ship-to
         * @description Each wish is answered for itself: done, pending (the systems are asked), or declined with the reason. A wish about a line that does not exist refuses the whole request.
         *
         *     Needs the scope `orders:write`.
         */
        post: operations["changeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to an order, in business words
         * @description Oldest first; technical steps in a row are folded into one entry.
         *
         *     Needs the scope `orders:read`.
         */
        get: operations["readTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit many orders in one call, answered row by row
         * @description Newline-delimited JSON, each row `{"key": …, "order": …}` with a key of its own that works like Idempotency-Key. Answers come in the order of the rows while the batch is still being sent, so read while you send. A bad row stops no other. A row has at most 2097152 bytes, a batch fewer than 100000 rows.
         *
         *     Needs the scope `orders:write`.
         */
        post: operations["submitBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quotes/validation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the systems would say of an order that nobody has placed yet
         * @description Asks every system that an order like this would go to, all at the same time, and answers in one piece: price with its rule, source and age, available quantity and promise date per line and warehouse, credit, eligibility, and all faults at once. A system that is slow, stopped or failing makes the answer partial, never late: `systems` says why, `lacks` what is missing where. Nothing is stored, reserved or ordered.
         *
         *     Needs the scope `quotes:read`.
         */
        post: operations["validateQuote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/references": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Cross-references, filtered and paged; a name is met on either side
         * @description Needs the scope `references:read`.
         */
        get: operations["listReferences"];
        /**
         * Make cross-references so: created, changed or removed by their key, answered row by row
         * @description The key of a row is kind, both names and the first day; what is so already changes nothing. Up to 1000 rows as JSON, or a file as text/csv (RFC 4180, UTF-8, up to 1000000 rows) with the columns `kind`, `from_system`, `from_name`, `to_system`, `to_name`, `valid_from`, `valid_until`, `default`, `remove` named in its first line. A file is loaded as it comes, 500 rows a transaction, and answered as application/x-ndjson: a line `{"line", "status", "problem"}` for each that is refused, and `{"summary"}` at the end, or `{"stoppedAtLine", "status", "problem"}` when loading could not go on; then send the file again. Orders that wait for one of the names go on by themselves.
         *
         *     Needs the scope `references:write`.
         */
        put: operations["loadReferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your subscriptions
         * @description Needs the scope `subscriptions:write`.
         */
        get: operations["listSubscriptions"];
        put?: never;
        /**
         * Have events sent to an address of yours, signed
         * @description Messages are CloudEvents, signed by the Standard Webhooks specification, in order per order, retried for days, and disabled with notice when nobody takes them.
         *
         *     Needs the scope `subscriptions:write`.
         */
        post: operations["createSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One subscription, with what it holds back and why
         * @description Needs the scope `subscriptions:write`.
         */
        get: operations["readSubscription"];
        put?: never;
        post?: never;
        /**
         * End a subscription
         * @description Needs the scope `subscriptions:write`.
         */
        delete: operations["deleteSubscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take up a disabled subscription where it stood
         * @description Needs the scope `subscriptions:write`.
         */
        post: operations["enableSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/previous-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget the old secret
         * @description Needs the scope `subscriptions:write`.
         */
        delete: operations["endRotation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send everything after a position again, under the same ids
         * @description Needs the scope `subscriptions:write`.
         */
        post: operations["replaySubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new secret; messages carry both signatures until the rotation ends
         * @description Needs the scope `subscriptions:write`.
         */
        post: operations["rotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/systems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Systems with their lanes: running, paused, not reachable; what waits and since when
         * @description Needs the scope `orders:read`.
         */
        get: operations["listSystems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/systems/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start nothing more in this system
         * @description What is under way ends; what is due waits without burning attempts. Audited with the reason.
         *
         *     Needs the scope `systems:write`.
         */
        post: operations["pauseSystem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/systems/{id}/records/{record}/show-again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write a channel's own record again
         * @description The whole state, now, also where the record was left alone. `record` is what the channel calls its order. Audited with the reason.
         *
         *     Needs the scope `systems:write`.
         */
        post: operations["showAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/systems/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let this system go on where it stopped
         * @description Needs the scope `systems:write`.
         */
        post: operations["resumeSystem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{system}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a message of a connected system
         * @description The body is taken byte for byte in the format of the sender, and its signature is checked by the connector. 200 means committed; the same message again is the same message.
         */
        post: operations["receiveWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Acceptance: {
            id: string;
            links: {
                self: string;
                timeline: string;
            };
            /** Format: date-time */
            receivedAt: string;
            references: {
                kind: string;
                system: string;
                value: string;
            }[];
        };
        AcceptanceWithOutcome: {
            acceptance: components["schemas"]["Acceptance"];
            outcome: components["schemas"]["Outcome"];
        };
        CancellationRequest: {
            reason: string;
        };
        ChangeAnswer: {
            id: string;
            items: {
                /** @enum {unknown} */
                decision: "done" | "pending" | "declined";
                line?: string;
                quantity?: string;
                reason?: string;
                schedule?: string;
                /** @enum {unknown} */
                wish: "quantity" | "date" | "cancel" | "add-line" | "ship-to" | "price" | "item" | "unit" | "purchase-order" | "customer";
            }[];
            links: {
                order: string;
            };
            order: string;
        };
        ChangeRequest: {
            changes: ({
                /** @enum {string} */
                kind: "quantity";
                line: string;
                quantity: {
                    /**
                     * @description UN/ECE Recommendation 20 code, or EA, CS.
                     * @enum {string}
                     */
                    unit: "EA" | "C62" | "H87" | "PR" | "DZN" | "SET" | "CS" | "BX" | "CT" | "PK" | "PF" | "RO" | "BG" | "BE" | "CA" | "DR" | "KGM" | "GRM" | "TNE" | "LBR" | "ONZ" | "LTR" | "MLT" | "GLL" | "MTR" | "CMT" | "MMT" | "FOT" | "INH" | "MTK" | "MTQ" | "HUR" | "DAY";
                    /** @description A decimal number greater than zero, as a string. */
                    value: string;
                };
                schedule?: string;
            } | {
                /** @enum {string} */
                kind: "date";
                line: string;
                /** Format: date */
                requestedDate: string;
                schedule?: string;
            } | {
                /** @enum {string} */
                kind: "cancel-line";
                line: string;
            } | {
                add: {
                    id?: string;
                    item: string;
                    note?: string;
                    price?: {
                        /** @description A decimal number, zero or more, as a string. */
                        amount: string;
                        /**
                         * @description ISO 4217 code.
                         * @enum {string}
                         */
                        currency: "USD" | "EUR" | "GBP" | "CHF" | "SEK" | "NOK" | "DKK" | "PLN" | "CZK" | "HUF" | "RON" | "BGN" | "TRY" | "ILS" | "ZAR" | "CAD" | "AUD" | "NZD" | "MXN" | "BRL" | "ARS" | "COP" | "PEN" | "CLP" | "CNY" | "HKD" | "TWD" | "SGD" | "MYR" | "THB" | "IDR" | "PHP" | "INR" | "AED" | "SAR" | "EGP" | "NGN" | "KES" | "MAD" | "UAH" | "ISK" | "JPY" | "KRW" | "VND" | "XAF" | "XOF" | "KWD" | "BHD" | "OMR" | "JOD" | "TND";
                    };
                    quantity: {
                        /**
                         * @description UN/ECE Recommendation 20 code, or EA, CS.
                         * @enum {string}
                         */
                        unit: "EA" | "C62" | "H87" | "PR" | "DZN" | "SET" | "CS" | "BX" | "CT" | "PK" | "PF" | "RO" | "BG" | "BE" | "CA" | "DR" | "KGM" | "GRM" | "TNE" | "LBR" | "ONZ" | "LTR" | "MLT" | "GLL" | "MTR" | "CMT" | "MMT" | "FOT" | "INH" | "MTK" | "MTQ" | "HUR" | "DAY";
                        /** @description A decimal number greater than zero, as a string. */
                        value: string;
                    };
                    /** Format: date */
                    requestedDate?: string;
                    schedules?: {
                        id?: string;
                        quantity: {
                            /**
                             * @description UN/ECE Recommendation 20 code, or EA, CS.
                             * @enum {string}
                             */
                            unit: "EA" | "C62" | "H87" | "PR" | "DZN" | "SET" | "CS" | "BX" | "CT" | "PK" | "PF" | "RO" | "BG" | "BE" | "CA" | "DR" | "KGM" | "GRM" | "TNE" | "LBR" | "ONZ" | "LTR" | "MLT" | "GLL" | "MTR" | "CMT" | "MMT" | "FOT" | "INH" | "MTK" | "MTQ" | "HUR" | "DAY";
                            /** @description A decimal number greater than zero, as a string. */
                            value: string;
                        };
                        /** Format: date */
                        requestedDate?: string;
                        warehouse?: string;
                    }[];
                    warehouse?: string;
                };
                /** @enum {string} */
                kind: "add-line";
            } | {
                /** @enum {string} */
                kind: "ship-to";
                shipTo: {
                    city?: string;
                    /** @description ISO 3166-1 alpha-2. */
                    country?: string;
                    id?: string;
                    name?: string;
                    postalCode?: string;
                    region?: string;
                    street?: string;
                };
            })[];
            reason?: string;
        };
        CloudEvent: {
            causation?: string;
            data?: unknown;
            datacontenttype: string;
            dataref?: string;
            id: string;
            position?: string;
            sequence: string;
            source: string;
            specversion: string;
            subject: string;
            /** Format: date-time */
            time?: string;
            traceparent?: string;
            type: string;
        };
        EffectView: {
            attempt: number;
            dueAt: string | null;
            grade: ("A" | "B" | "C") | null;
            /** Format: date-time */
            insertedAt: string;
            key: string;
            leaseUntil: string | null;
            op: string;
            order: string;
            reference: string | null;
            settledAt: string | null;
            /** @enum {unknown} */
            status: "ready" | "claimed" | "doubt" | "confirmed" | "refused" | "failed" | "withdrawn" | "abandoned";
            system: string;
            wasInDoubt: boolean;
        };
        ExceptionView: {
            assignee: string | null;
            /** @description Root cause shared by many orders. */
            cause: string;
            class: string;
            closedAt: string | null;
            closedBy: string | null;
            /** Format: date-time */
            dueAt: string;
            escalatedAt: string | null;
            evidence: string[];
            id: string;
            /** Format: date-time */
            openedAt: string;
            order: string | null;
            owner: string;
            remedies: {
                href: string;
                name: string;
            }[];
            /** @enum {unknown} */
            severity: "high" | "normal" | "low";
            summary: string;
            /** @description What the remedies act on. */
            target: {
                [key: string]: unknown;
            };
            /** @description Whether doing the step again is safe, and why. */
            verdict: string;
        };
        LoadSummary: {
            created: number;
            refused: number;
            removed: number;
            rows: number;
            unchanged: number;
            updated: number;
        };
        NextStep: {
            by: string | null;
            /**
             * @description What it hangs on.
             * @enum {unknown}
             */
            on: "nothing" | "person" | "system" | "lane" | "outside" | "limbo";
            what: string;
            where: string;
            who: string;
        };
        OrderRequest: {
            contact?: {
                email?: string;
                id?: string;
                name?: string;
                phone?: string;
            };
            /**
             * @description ISO 4217 code; every price of the order is in it.
             * @enum {string}
             */
            currency: "USD" | "EUR" | "GBP" | "CHF" | "SEK" | "NOK" | "DKK" | "PLN" | "CZK" | "HUF" | "RON" | "BGN" | "TRY" | "ILS" | "ZAR" | "CAD" | "AUD" | "NZD" | "MXN" | "BRL" | "ARS" | "COP" | "PEN" | "CLP" | "CNY" | "HKD" | "TWD" | "SGD" | "MYR" | "THB" | "IDR" | "PHP" | "INR" | "AED" | "SAR" | "EGP" | "NGN" | "KES" | "MAD" | "UAH" | "ISK" | "JPY" | "KRW" | "VND" | "XAF" | "XOF" | "KWD" | "BHD" | "OMR" | "JOD" | "TND";
            customer: {
                address?: {
                    city?: string;
                    /** @description ISO 3166-1 alpha-2. */
                    country?: string;
                    postalCode?: string;
                    region?: string;
                    street?: string;
                };
                email?: string;
                id: string;
                name?: string;
                phone?: string;
                taxId?: string;
            };
            lines: {
                id?: string;
                item: string;
                note?: string;
                price?: {
                    /** @description A decimal number, zero or more, as a string. */
                    amount: string;
                    /**
                     * @description ISO 4217 code.
                     * @enum {string}
                     */
                    currency: "USD" | "EUR" | "GBP" | "CHF" | "SEK" | "NOK" | "DKK" | "PLN" | "CZK" | "HUF" | "RON" | "BGN" | "TRY" | "ILS" | "ZAR" | "CAD" | "AUD" | "NZD" | "MXN" | "BRL" | "ARS" | "COP" | "PEN" | "CLP" | "CNY" | "HKD" | "TWD" | "SGD" | "MYR" | "THB" | "IDR" | "PHP" | "INR" | "AED" | "SAR" | "EGP" | "NGN" | "KES" | "MAD" | "UAH" | "ISK" | "JPY" | "KRW" | "VND" | "XAF" | "XOF" | "KWD" | "BHD" | "OMR" | "JOD" | "TND";
                };
                quantity: {
                    /**
                     * @description UN/ECE Recommendation 20 code, or EA, CS.
                     * @enum {string}
                     */
                    unit: "EA" | "C62" | "H87" | "PR" | "DZN" | "SET" | "CS" | "BX" | "CT" | "PK" | "PF" | "RO" | "BG" | "BE" | "CA" | "DR" | "KGM" | "GRM" | "TNE" | "LBR" | "ONZ" | "LTR" | "MLT" | "GLL" | "MTR" | "CMT" | "MMT" | "FOT" | "INH" | "MTK" | "MTQ" | "HUR" | "DAY";
                    /** @description A decimal number greater than zero, as a string. */
                    value: string;
                };
                /** Format: date */
                requestedDate?: string;
                schedules?: {
                    id?: string;
                    quantity: {
                        /**
                         * @description UN/ECE Recommendation 20 code, or EA, CS.
                         * @enum {string}
                         */
                        unit: "EA" | "C62" | "H87" | "PR" | "DZN" | "SET" | "CS" | "BX" | "CT" | "PK" | "PF" | "RO" | "BG" | "BE" | "CA" | "DR" | "KGM" | "GRM" | "TNE" | "LBR" | "ONZ" | "LTR" | "MLT" | "GLL" | "MTR" | "CMT" | "MMT" | "FOT" | "INH" | "MTK" | "MTQ" | "HUR" | "DAY";
                        /** @description A decimal number greater than zero, as a string. */
                        value: string;
                    };
                    /** Format: date */
                    requestedDate?: string;
                    warehouse?: string;
                }[];
                warehouse?: string;
            }[];
            note?: string;
            /** Format: date-time */
            orderedAt?: string;
            /** @description Prepaid orders pass the credit question. */
            payment?: "on-account" | "prepaid";
            purchaseOrder?: string;
            references?: {
                kind: string;
                system: string;
                value: string;
            }[];
            release?: string;
            /** Format: date */
            requestedDate?: string;
            /** @description True: nothing goes on while a line is held. The landscape has the default. */
            shipComplete?: boolean;
            shipTo?: {
                city?: string;
                /** @description ISO 3166-1 alpha-2. */
                country?: string;
                id?: string;
                name?: string;
                postalCode?: string;
                region?: string;
                street?: string;
            };
        };
        OrderView: {
            changes: {
                by: string;
                id: string;
                items: {
                    /** @enum {unknown} */
                    decision: "done" | "pending" | "declined";
                    line?: string;
                    /** @description A decimal number as a string. */
                    quantity?: string;
                    reason?: string;
                    schedule?: string;
                    /** @enum {unknown} */
                    wish: "quantity" | "date" | "cancel" | "add-line" | "ship-to" | "price" | "item" | "unit" | "purchase-order" | "customer";
                }[];
                /** @enum {unknown} */
                kind: "change" | "cancellation";
                reason?: string;
                request?: string;
                requestedAt: string;
            }[];
            channel: string;
            client: string;
            code: string;
            contact?: {
                email?: string;
                id?: string;
                name?: string;
                phone?: string;
            };
            currency: string;
            customer: string;
            documents: {
                id: string;
                number?: string;
                state: string;
                system: string;
                tracking?: string[];
                /** @enum {unknown} */
                type: "sales-order" | "shipment" | "invoice";
                version?: string;
            }[];
            duplicateOf?: string;
            /** @description Per system and operation: A refuses a second document with our reference, B can be searched by it, C neither. */
            grades: {
                [key: string]: {
                    [key: string]: "A" | "B" | "C";
                };
            };
            holds: {
                cause: string;
                id: string;
                kind: string;
                line?: string;
                /** @description The cross-reference that is missing: what `system` calls `name` of `from`. */
                missing?: {
                    from: string;
                    kind: string;
                    name: string;
                    system: string;
                };
                owner: string;
                placedAt: string;
                reason: string;
                recheckAt: string;
                system?: string;
            }[];
            id: string;
            isPrepaid: boolean;
            isShipComplete: boolean;
            lines: {
                id: string;
                item: string;
                priceSource?: string;
                schedules: {
                    fulfilledBy: string;
                    id: string;
                    pendingChange?: {
                        changeId: string;
                        /** @description A decimal number as a string. */
                        quantity: string;
                        requestedDate?: string;
                    };
                    quantities: {
                        /** @description A decimal number as a string. */
                        allocated: string;
                        /** @description A decimal number as a string. */
                        backordered: string;
                        /** @description A decimal number as a string. */
                        cancelled: string;
                        /** @description A decimal number as a string. */
                        credited: string;
                        /** @description A decimal number as a string. */
                        delivered: string;
                        /** @description A decimal number as a string. */
                        excess: string;
                        /** @description A decimal number as a string. */
                        invoiced: string;
                        /** @description A decimal number as a string. */
                        open: string;
                        /** @description A decimal number as a string. */
                        ordered: string;
                        /** @description A decimal number as a string. */
                        packed: string;
                        /** @description A decimal number as a string. */
                        picked: string;
                        /** @description A decimal number as a string. */
                        returned: string;
                        /** @description A decimal number as a string. */
                        shipped: string;
                    };
                    requestedDate?: string;
                    /** @enum {unknown} */
                    status: "cancelled" | "open" | "backordered" | "allocated" | "picked" | "packed" | "shipped" | "delivered";
                    system: string;
                    warehouse: string;
                }[];
                unit: string;
                /** @description A decimal number as a string. */
                unitPrice?: string;
            }[];
            /** @description Names of the channel `from` that this order bears, and what the systems call them by the cross-references of the day `on`. */
            names?: {
                from: string;
                kinds: string[];
                known: {
                    as: string;
                    kind: string;
                    name: string;
                    system: string;
                }[];
                on: string;
            };
            next: {
                by: string | null;
                /**
                 * @description What it hangs on.
                 * @enum {unknown}
                 */
                on: "nothing" | "person" | "system" | "lane" | "outside" | "limbo";
                what: string;
                where: string;
                who: string;
            };
            purchaseOrder?: string;
            /** Format: date-time */
            receivedAt: string;
            references: {
                kind: string;
                system: string;
                value: string;
            }[];
            shipTo?: {
                city?: string;
                /** @description ISO 3166-1 alpha-2. */
                country?: string;
                id?: string;
                name?: string;
                postalCode?: string;
                region?: string;
                street?: string;
            };
            /** @enum {unknown} */
            status: "received" | "held" | "validated" | "accepted" | "backordered" | "allocated" | "picked" | "packed" | "shipped" | "delivered" | "completed" | "cancelled";
            versions: {
                flow: number;
                landscape: string;
                order: number;
            };
        };
        Outcome: {
            /**
             * @description pending: the wait was over first. partly-accepted: the rest is held or stopped. stopped: a system refused, or nobody can tell.
             * @enum {unknown}
             */
            kind: "accepted" | "partly-accepted" | "held" | "stopped" | "cancelled" | "completed" | "pending";
            order: components["schemas"]["OrderView"];
        };
        Problem: {
            /**
             * @description transient and throttled: the same request may be sent again.
             * @enum {unknown}
             */
            class: "data" | "business" | "conflict" | "auth" | "throttled" | "transient";
            /** @enum {unknown} */
            code: "malformed-json" | "not-utf8" | "too-deep" | "duplicate-member" | "forbidden-character" | "missing-field" | "unknown-field" | "wrong-type" | "invalid-value" | "invalid-quantity" | "invalid-amount" | "invalid-date" | "unknown-unit" | "unknown-currency" | "too-many-lines" | "invalid-parameter" | "missing-idempotency-key" | "body-too-large" | "too-many-rows" | "unsupported-media-type" | "currency-mix" | "quantity-differs" | "unit-differs" | "line-exists" | "schedule-exists" | "no-route" | "unknown-system" | "unknown-line" | "named-twice" | "schedule-missing" | "bad-value" | "idempotency-key-reused" | "address-refused" | "duplicate-purchase-order" | "order-closed" | "point-of-no-return" | "name-missing" | "nothing-to-remedy" | "remedy-not-offered" | "declined" | "unauthenticated" | "signature-refused" | "missing-scope" | "not-local" | "order-not-found" | "exception-not-found" | "system-not-found" | "record-not-found" | "subscription-not-found" | "route-not-found" | "overloaded" | "store-unavailable" | "internal";
            /** @description For the person who must act. */
            detail: string;
            /** @description Everything that is wrong, where a request is told all at once. */
            faults?: {
                class: string;
                code: string;
                detail: string;
                field?: string;
                owner: string;
                remedy: string;
            }[];
            /** @description The place in what was sent, e.g. lines[0].quantity.value. */
            field?: string;
            /**
             * Format: uri-reference
             * @description This one answer; name it when you report it.
             */
            instance: string;
            /**
             * @description Who must act.
             * @enum {unknown}
             */
            owner: "sender" | "customer-service" | "master-data" | "integration" | "operations";
            /** @description What that person does. */
            remedy: string;
            status: number;
            title: string;
            /** Format: uri-reference */
            type: string;
        };
        QuoteRequest: {
            /**
             * @description ISO 4217 code; every price of the order is in it.
             * @enum {string}
             */
            currency: "USD" | "EUR" | "GBP" | "CHF" | "SEK" | "NOK" | "DKK" | "PLN" | "CZK" | "HUF" | "RON" | "BGN" | "TRY" | "ILS" | "ZAR" | "CAD" | "AUD" | "NZD" | "MXN" | "BRL" | "ARS" | "COP" | "PEN" | "CLP" | "CNY" | "HKD" | "TWD" | "SGD" | "MYR" | "THB" | "IDR" | "PHP" | "INR" | "AED" | "SAR" | "EGP" | "NGN" | "KES" | "MAD" | "UAH" | "ISK" | "JPY" | "KRW" | "VND" | "XAF" | "XOF" | "KWD" | "BHD" | "OMR" | "JOD" | "TND";
            customer: {
                address?: {
                    city?: string;
                    /** @description ISO 3166-1 alpha-2. */
                    country?: string;
                    postalCode?: string;
                    region?: string;
                    street?: string;
                };
                email?: string;
                id: string;
                name?: string;
                phone?: string;
                taxId?: string;
            };
            lines: {
                id?: string;
                item: string;
                note?: string;
                price?: {
                    /** @description A decimal number, zero or more, as a string. */
                    amount: string;
                    /**
                     * @description ISO 4217 code.
                     * @enum {string}
                     */
                    currency: "USD" | "EUR" | "GBP" | "CHF" | "SEK" | "NOK" | "DKK" | "PLN" | "CZK" | "HUF" | "RON" | "BGN" | "TRY" | "ILS" | "ZAR" | "CAD" | "AUD" | "NZD" | "MXN" | "BRL" | "ARS" | "COP" | "PEN" | "CLP" | "CNY" | "HKD" | "TWD" | "SGD" | "MYR" | "THB" | "IDR" | "PHP" | "INR" | "AED" | "SAR" | "EGP" | "NGN" | "KES" | "MAD" | "UAH" | "ISK" | "JPY" | "KRW" | "VND" | "XAF" | "XOF" | "KWD" | "BHD" | "OMR" | "JOD" | "TND";
                };
                quantity: {
                    /**
                     * @description UN/ECE Recommendation 20 code, or EA, CS.
                     * @enum {string}
                     */
                    unit: "EA" | "C62" | "H87" | "PR" | "DZN" | "SET" | "CS" | "BX" | "CT" | "PK" | "PF" | "RO" | "BG" | "BE" | "CA" | "DR" | "KGM" | "GRM" | "TNE" | "LBR" | "ONZ" | "LTR" | "MLT" | "GLL" | "MTR" | "CMT" | "MMT" | "FOT" | "INH" | "MTK" | "MTQ" | "HUR" | "DAY";
                    /** @description A decimal number greater than zero, as a string. */
                    value: string;
                };
                /** Format: date */
                requestedDate?: string;
                schedules?: {
                    id?: string;
                    quantity: {
                        /**
                         * @description UN/ECE Recommendation 20 code, or EA, CS.
                         * @enum {string}
                         */
                        unit: "EA" | "C62" | "H87" | "PR" | "DZN" | "SET" | "CS" | "BX" | "CT" | "PK" | "PF" | "RO" | "BG" | "BE" | "CA" | "DR" | "KGM" | "GRM" | "TNE" | "LBR" | "ONZ" | "LTR" | "MLT" | "GLL" | "MTR" | "CMT" | "MMT" | "FOT" | "INH" | "MTK" | "MTQ" | "HUR" | "DAY";
                        /** @description A decimal number greater than zero, as a string. */
                        value: string;
                    };
                    /** Format: date */
                    requestedDate?: string;
                    warehouse?: string;
                }[];
                warehouse?: string;
            }[];
            /** @description Prepaid orders pass the credit question. */
            payment?: "on-account" | "prepaid";
            /** Format: date */
            requestedDate?: string;
            /** @description True: nothing goes on while a line is held. The landscape has the default. */
            shipComplete?: boolean;
            shipTo?: {
                city?: string;
                /** @description ISO 3166-1 alpha-2. */
                country?: string;
                id?: string;
                name?: string;
                postalCode?: string;
                region?: string;
                street?: string;
            };
        };
        QuoteValidation: {
            /** Format: date-time */
            at: string;
            completeOn: string | null;
            /**
             * @description The worst of all systems concerned.
             * @enum {string}
             */
            credit: "within" | "exceeded" | "not-needed" | "unknown";
            /** @enum {string} */
            currency: "USD" | "EUR" | "GBP" | "CHF" | "SEK" | "NOK" | "DKK" | "PLN" | "CZK" | "HUF" | "RON" | "BGN" | "TRY" | "ILS" | "ZAR" | "CAD" | "AUD" | "NZD" | "MXN" | "BRL" | "ARS" | "COP" | "PEN" | "CLP" | "CNY" | "HKD" | "TWD" | "SGD" | "MYR" | "THB" | "IDR" | "PHP" | "INR" | "AED" | "SAR" | "EGP" | "NGN" | "KES" | "MAD" | "UAH" | "ISK" | "JPY" | "KRW" | "VND" | "XAF" | "XOF" | "KWD" | "BHD" | "OMR" | "JOD" | "TND";
            /**
             * @description Customer and ship-to may be sold to, in every system concerned.
             * @enum {string}
             */
            customer: "eligible" | "not-eligible" | "unknown";
            /** @description All of them at once: the quote's own contradictions first, then what the systems object to. */
            faults: {
                /** @enum {string} */
                class: "data" | "business";
                /** @enum {string} */
                code: "currency-mix" | "quantity-differs" | "unit-differs" | "line-exists" | "schedule-exists" | "no-route" | "customer-unknown" | "customer-inactive" | "ship-to-unknown" | "ship-to-inactive" | "credit-exceeded" | "item-unknown" | "item-discontinued" | "unit-not-sold" | "price-differs" | "price-missing" | "stock-short" | "date-late";
                /** @description For the person who must act. */
                detail: string;
                /** @description The place in what was sent, e.g. lines[0].price. */
                field: string;
                /**
                 * @description Who must act.
                 * @enum {string}
                 */
                owner: "sender" | "customer-service" | "finance" | "planning" | "master-data";
                /** @description What that person does. */
                remedy: string;
                /** @description Which system says so. */
                system?: string;
                /**
                 * @description blocks: an order like this would be refused or held.
                 * @enum {string}
                 */
                weight: "blocks" | "warns";
            }[];
            /** @description False: a system gave no answer; `systems` says why, `lacks` what is missing where. */
            isComplete: boolean;
            lines: {
                item: string;
                line: string;
                /** @description One per schedule and warehouse. */
                parts: {
                    available: string | null;
                    goods: {
                        calendar: ("warehouse" | "installation") | null;
                        date: string | null;
                        /** @description A decimal number, as a string. */
                        quantity: string;
                        /**
                         * @description What the date rests on; nothing: there is no date.
                         * @enum {string}
                         */
                        rests: "stock" | "lead-time" | "nothing";
                    }[];
                    /** @description What is not known of this part, and why. */
                    lacks: {
                        system: string | null;
                        /** @enum {string} */
                        what: "price" | "availability";
                        /**
                         * @description not-said: the system answered, and said nothing of it.
                         * @enum {string}
                         */
                        why: "answers-nothing" | "paused" | "breaker-open" | "throttled" | "no-lane" | "no-slot" | "too-slow" | "unreachable" | "credentials-refused" | "failed" | "not-said" | "no-route";
                    }[];
                    schedule: string;
                    system: string | null;
                    unit: string;
                    /** @description Where the system's price of this part is another than the line's. */
                    unitPrice?: string;
                    /** @description A decimal number, as a string. */
                    wanted: string;
                    warehouse: string | null;
                }[];
                price: {
                    ageSeconds: number;
                    /** @description Per unit, in the quote's currency: what the system asks for, whatever the quote states. */
                    amount: string;
                    /**
                     * Format: date-time
                     * @description When the system looked.
                     */
                    asOf: string;
                    rule: string | null;
                    system: string;
                } | null;
            }[];
            systems: ({
                ageSeconds: number;
                /** Format: date-time */
                asOf: string;
                credit: {
                    exposure: string | null;
                    limit: string | null;
                    /** @description What this quote would add here. */
                    value: string;
                    /** @enum {string} */
                    verdict: "within" | "exceeded" | "no-limit" | "not-needed" | "not-said";
                };
                /** @enum {string} */
                customer: "active" | "inactive" | "unknown";
                shipTo: ("active" | "inactive" | "unknown") | null;
                /** @enum {string} */
                status: "answered";
                system: string;
            } | {
                againInSeconds: number | null;
                detail: string;
                /** @enum {string} */
                status: "not-asked" | "not-answered";
                system: string;
                /** @enum {string} */
                why: "answers-nothing" | "paused" | "breaker-open" | "throttled" | "no-lane" | "no-slot" | "too-slow" | "unreachable" | "credentials-refused" | "failed";
            })[];
            value: string | null;
            /**
             * @description not-orderable: a fault blocks. incomplete: none does as far as is known, but a system gave no answer. orderable: all have answered, and nothing blocks.
             * @enum {string}
             */
            verdict: "orderable" | "not-orderable" | "incomplete";
        };
        ReferenceView: {
            /** Format: date-time */
            changedAt: string;
            changedBy: string;
            default: boolean;
            from: {
                name: string;
                system: string;
            };
            /** @enum {unknown} */
            kind: "customer" | "contact" | "ship-to" | "item";
            to: {
                name: string;
                system: string;
            };
            /**
             * Format: date
             * @description The first day; since ever where it is absent.
             */
            validFrom?: string;
            /**
             * Format: date
             * @description The last day; for ever where it is absent.
             */
            validUntil?: string;
        };
        StoryEntry: {
            actor: string;
            /** Format: date-time */
            at: string;
            count?: number;
            /** @enum {unknown} */
            kind: "event" | "steps";
            seq: number;
            steps?: string[];
            text?: string;
            type?: string;
        };
        SubscriptionView: {
            /** Format: date-time */
            createdAt: string;
            id: string;
            /** @enum {unknown} */
            mode: "stream" | "latest";
            position: number;
            /** @enum {unknown} */
            secrets: "one" | "rotating";
            since: string | null;
            /** @enum {unknown} */
            status: "active" | "failing" | "disabled";
            types: string[];
            url: string;
            why: string | null;
        };
        SystemView: {
            calls: {
                /** Format: date-time */
                at: string;
                max: number;
                stopped: string[];
                used: number;
            } | null;
            grades: {
                [key: string]: "A" | "B" | "C";
            };
            id: string;
            lanes: {
                claimed: number;
                doubt: number;
                lastError: string | null;
                limiter: string;
                oldestDueAt: string | null;
                openUntil: string | null;
                pausedAt: string | null;
                pausedBy: string | null;
                pausedWhy: string | null;
                perSecond: number | null;
                ready: number;
                slots: number;
                /** @enum {unknown} */
                state: "running" | "paused" | "breaker-open" | "half-open";
            }[];
            name: string;
            owner: string;
            showing: {
                failing: number;
                lastError: string | null;
                leftAlone: number;
                oldestSince: string | null;
                waiting: number;
            } | null;
            vendor: string;
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
    statusPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description HTML. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not-local`: Only from this machine */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                    };
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Prometheus text format. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not-local`: Only from this machine */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    description: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        checks: {
                            [key: string]: string;
                        };
                        ready: boolean;
                    };
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready; the checks say why. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        checks: {
                            [key: string]: string;
                        };
                        ready: boolean;
                    };
                };
            };
        };
    };
    listEffects: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Rows of one page; 100 where nothing is said. */
                limit?: number;
                order?: string;
                status?: "ready" | "claimed" | "doubt" | "confirmed" | "refused" | "failed" | "withdrawn" | "abandoned";
                system?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is null on the last. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        effects: components["schemas"]["EffectView"][];
                        next: string | null;
                    };
                };
            };
            /** @description `invalid-parameter`: A parameter or header is not as documented */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readEvents: {
        parameters: {
            query?: {
                /** @description Events after this position of the feed; 0 is the beginning. */
                after?: number;
                limit?: number;
                order?: string;
                /** @description Instead of `after`: from a point in time, a little before rather than after. */
                since?: string;
                /** @description Event types or families, separated by commas: `order.shipped,exception.*`. */
                types?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the feed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: components["schemas"]["CloudEvent"][];
                        last: number;
                        next: number;
                    };
                };
            };
            /** @description `invalid-parameter`: A parameter or header is not as documented */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExceptions: {
        parameters: {
            query?: {
                cause?: string;
                class?: string;
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Rows of one page; 100 where nothing is said. */
                limit?: number;
                /** @description Open ones by due time (the default), or closed ones newest first. */
                open?: boolean;
                order?: string;
                owner?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is null on the last. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        exceptions: components["schemas"]["ExceptionView"][];
                        next: string | null;
                    };
                };
            };
            /** @description `invalid-parameter`: A parameter or header is not as documented */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readException: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The exception; `notes` holds what was noted and done about it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionView"] & {
                        notes: {
                            action: string;
                            actor: string;
                            /** Format: date-time */
                            at: string;
                            reason: string;
                            target: string;
                        }[];
                    };
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `exception-not-found`: No such exception */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assignException: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    assignee: string | null;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Assigned. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionView"];
                };
            };
            /** @description `missing-field`: A field is missing; `invalid-value`: A field has a value that is not allowed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `exception-not-found`: No such exception */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `nothing-to-remedy`: There is nothing left to remedy */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    noteException: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note: string;
                };
            };
        };
        responses: {
            /** @description Noted. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        notes: {
                            action: string;
                            actor: string;
                            /** Format: date-time */
                            at: string;
                            reason: string;
                            target: string;
                        }[];
                    };
                };
            };
            /** @description `missing-field`: A field is missing; `invalid-value`: A field has a value that is not allowed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `exception-not-found`: No such exception */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    applyRemedy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                remedy: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description release and discard: only these sales, by the channel's own ids; left out: all that are held. */
                    channelOrders?: string[];
                    /** @description confirm-by-hand: the system's document. */
                    document?: {
                        id: string;
                        number?: string;
                        version?: string;
                    };
                    /**
                     * @description fix-value: what is corrected.
                     * @enum {unknown}
                     */
                    field?: "customer" | "contact.id" | "shipTo.id" | "purchaseOrder" | "item" | "unit" | "unitPrice";
                    line?: string;
                    reason: string;
                    value?: string;
                };
            };
        };
        responses: {
            /** @description Done; the exception as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionView"];
                };
            };
            /** @description `missing-field`: A field is missing; `invalid-value`: A field has a value that is not allowed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `exception-not-found`: No such exception; `order-not-found`: No such order */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `remedy-not-offered`: This exception does not offer that remedy; `nothing-to-remedy`: There is nothing left to remedy; `point-of-no-return`: It is too late for that; `name-missing`: A system has no name for this; `order-closed`: The order is closed; `declined`: The request was declined */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bad-value`: The value cannot be used; `unknown-line`: The order has no such line */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHeldSales: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Rows of one page; 100 where nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, by the channel's own ids; `next` is null on the last. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        next: string | null;
                        sales: {
                            /** @description The channel's own id of the sale. */
                            channelOrder: string;
                            customer: string | null;
                            /** Format: date-time */
                            firstReceivedAt: string;
                            /** Format: date-time */
                            lastReceivedAt: string;
                            /** @description How many messages about it are held. */
                            messages: number;
                            order: string | null;
                            purchaseOrder: string | null;
                            /**
                             * @description What it would become: an order, or a change or cancellation of the one that there is.
                             * @enum {unknown}
                             */
                            would: "order" | "change" | "cancellation";
                        }[];
                    };
                };
            };
            /** @description `invalid-parameter`: A parameter or header is not as documented */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `exception-not-found`: No such exception */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    countCauses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The 200 largest groups. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        causes: {
                            cause: string;
                            class: string;
                            example: string;
                            /** Format: date-time */
                            firstDueAt: string;
                            orders: number;
                            owner: string;
                        }[];
                    };
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findOrders: {
        parameters: {
            query: {
                kind?: string;
                reference: string;
                system?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The orders; none is an empty list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        orders: components["schemas"]["OrderView"][];
                    };
                };
            };
            /** @description `invalid-parameter`: A parameter or header is not as documented */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitOrder: {
        parameters: {
            query?: never;
            header: {
                /** @description Your own key, the same on every retry of this request; kept 30 days, scoped to your client. With or without the quotes of RFC 8941. */
                "idempotency-key": string;
                /** @description RFC 7240: `wait=N` waits up to N seconds (30 at most) for an outcome. */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderRequest"];
            };
        };
        responses: {
            /** @description With `Prefer: wait`: an outcome came within the wait. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptanceWithOutcome"];
                };
            };
            /** @description Accepted; with `Prefer: wait` the shape is that of 200, with the state so far. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acceptance"] | components["schemas"]["AcceptanceWithOutcome"];
                };
            };
            /** @description `malformed-json`: The body is no JSON; `not-utf8`: The body is not UTF-8; `too-deep`: The body is nested too deeply; `duplicate-member`: A member appears twice; `forbidden-character`: A text holds a character that no system can take; `missing-field`: A field is missing; `unknown-field`: A field is not known; `wrong-type`: A field has the wrong type; `invalid-value`: A field has a value that is not allowed; `invalid-quantity`: A quantity is not a positive decimal; `invalid-amount`: An amount is not a decimal; `invalid-date`: A date does not exist; `unknown-unit`: A unit code is not known; `unknown-currency`: A currency code is not known; `too-many-lines`: The order has too many lines; `missing-idempotency-key`: The header Idempotency-Key is missing; `invalid-parameter`: A parameter or header is not as documented */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `duplicate-purchase-order`: The customer has sent this PO number before */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `currency-mix`: A price is in another currency than the order; `quantity-differs`: The schedules do not add up to the line; `unit-differs`: A quantity is in another unit than its line; `line-exists`: There is a line of that id already; `schedule-exists`: Two schedules of a line have the same id; `no-route`: No system takes this; `idempotency-key-reused`: The key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderView"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `order-not-found`: No such order */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelOrder: {
        parameters: {
            query?: never;
            header: {
                /** @description Your own key, the same on every retry of this request; kept 30 days, scoped to your client. With or without the quotes of RFC 8941. */
                "idempotency-key": string;
            };
            path: {
                /** @description The order's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancellationRequest"];
            };
        };
        responses: {
            /** @description Decided, line by line; no items when it was cancelled before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeAnswer"];
                };
            };
            /** @description `missing-idempotency-key`: The header Idempotency-Key is missing; `invalid-parameter`: A parameter or header is not as documented; `malformed-json`: The body is no JSON; `not-utf8`: The body is not UTF-8; `too-deep`: The body is nested too deeply; `duplicate-member`: A member appears twice; `forbidden-character`: A text holds a character that no system can take; `missing-field`: A field is missing; `unknown-field`: A field is not known; `wrong-type`: A field has the wrong type; `invalid-value`: A field has a value that is not allowed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `order-not-found`: No such order */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `order-closed`: The order is closed; `point-of-no-return`: It is too late for that; `declined`: The request was declined */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: The key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeOrder: {
        parameters: {
            query?: never;
            header: {
                /** @description Your own key, the same on every retry of this request; kept 30 days, scoped to your client. With or without the quotes of RFC 8941. */
                "idempotency-key": string;
            };
            path: {
                /** @description The order's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeRequest"];
            };
        };
        responses: {
            /** @description Decided, wish by wish. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeAnswer"];
                };
            };
            /** @description `missing-idempotency-key`: The header Idempotency-Key is missing; `invalid-parameter`: A parameter or header is not as documented; `malformed-json`: The body is no JSON; `not-utf8`: The body is not UTF-8; `too-deep`: The body is nested too deeply; `duplicate-member`: A member appears twice; `forbidden-character`: A text holds a character that no system can take; `missing-field`: A field is missing; `unknown-field`: A field is not known; `wrong-type`: A field has the wrong type; `invalid-value`: A field has a value that is not allowed; `invalid-quantity`: A quantity is not a positive decimal; `invalid-amount`: An amount is not a decimal; `invalid-date`: A date does not exist; `unknown-unit`: A unit code is not known; `unknown-currency`: A currency code is not known */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `order-not-found`: No such order */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `order-closed`: The order is closed; `point-of-no-return`: It is too late for that; `declined`: The request was declined */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused`: The key was used for another request; `unknown-line`: The order has no such line; `line-exists`: There is a line of that id already; `currency-mix`: A price is in another currency than the order; `unit-differs`: A quantity is in another unit than its line; `schedule-missing`: The line has several schedules; `named-twice`: The request says twice what becomes of one thing; `quantity-differs`: The schedules do not add up to the line; `schedule-exists`: Two schedules of a line have the same id; `no-route`: No system takes this */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readTimeline: {
        parameters: {
            query?: {
                /** @description Only what came after this `seq`. */
                after?: number;
            };
            header?: never;
            path: {
                /** @description The order's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The story so far. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: components["schemas"]["StoryEntry"][];
                        order: string;
                    };
                };
            };
            /** @description `invalid-parameter`: A parameter or header is not as documented */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `order-not-found`: No such order */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Rows `{"key": …, "order": OrderRequest}`, one a line. */
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description One line per row: `{"row", "key", "status": 202, "replayed", "acceptance"}`, or `{"row", "key", "status", "problem"}`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    validateQuote: {
        parameters: {
            query?: never;
            header?: {
                /** @description RFC 7240: `wait=N` gives the systems N seconds, 1 to 10; 2 where nothing is said. */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteRequest"];
            };
        };
        responses: {
            /** @description Whatever the verdict: a quote with faults is an answer too. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuoteValidation"];
                };
            };
            /** @description `malformed-json`: The body is no JSON; `not-utf8`: The body is not UTF-8; `too-deep`: The body is nested too deeply; `duplicate-member`: A member appears twice; `forbidden-character`: A text holds a character that no system can take; `missing-field`: A field is missing; `unknown-field`: A field is not known; `wrong-type`: A field has the wrong type; `invalid-value`: A field has a value that is not allowed; `invalid-quantity`: A quantity is not a positive decimal; `invalid-amount`: An amount is not a decimal; `invalid-date`: A date does not exist; `unknown-unit`: A unit code is not known; `unknown-currency`: A currency code is not known; `too-many-lines`: The order has too many lines */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReferences: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                kind?: "customer" | "contact" | "ship-to" | "item";
                /** @description Rows of one page; 100 where nothing is said. */
                limit?: number;
                /** @description The name on either side; of `system`, where that is said too. */
                name?: string;
                /** @description Only those that count on this day. */
                on?: string;
                /** @description The system on either side. */
                system?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `next` is null on the last. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        next: string | null;
                        references: components["schemas"]["ReferenceView"][];
                    };
                };
            };
            /** @description `invalid-parameter`: A parameter or header is not as documented */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    loadReferences: {
        parameters: {
            query?: {
                /** @description For the audit. */
                reason?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rows: {
                        /** @description Of several names that count on a day, this one is meant. Without it: false. */
                        default?: boolean;
                        from: {
                            name: string;
                            system: string;
                        };
                        /** @enum {unknown} */
                        kind: "customer" | "contact" | "ship-to" | "item";
                        /** @description The row is to be gone. Better end it by validUntil, where it has been right once. */
                        remove?: boolean;
                        to: {
                            name: string;
                            system: string;
                        };
                        /**
                         * Format: date
                         * @description The first day; a part of the key. Without it: since ever.
                         */
                        validFrom?: string;
                        /**
                         * Format: date
                         * @description The last day. Without it: for ever.
                         */
                        validUntil?: string;
                    }[];
                };
                "text/csv": string;
            };
        };
        responses: {
            /** @description What became of each row; a refused one stops no other. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: {
                            /** @enum {unknown} */
                            outcome?: "created" | "updated" | "removed" | "unchanged";
                            problem?: components["schemas"]["Problem"];
                            row: number;
                            status: number;
                        }[];
                        summary: components["schemas"]["LoadSummary"];
                    };
                };
            };
            /** @description `missing-field`: A field is missing; `unknown-field`: A field is not known; `invalid-value`: A field has a value that is not allowed; `not-utf8`: The body is not UTF-8; `invalid-parameter`: A parameter or header is not as documented */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bad-value`: The value cannot be used */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSubscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        subscriptions: components["schemas"]["SubscriptionView"][];
                    };
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Events after this position of the feed; absent: from now on. */
                    from?: number;
                    /**
                     * @description stream: every event in order. latest: what the order is now, whenever something happened to it.
                     * @enum {unknown}
                     */
                    mode: "stream" | "latest";
                    /** @description Event types or families, e.g. `order.shipped`, `order.*`, `*`. */
                    types: string[];
                    /** @description Where messages are sent; the hub refuses addresses that it must not call. */
                    url: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Standard Webhooks secret; shown here and never again. */
                        secret: string;
                        subscription: components["schemas"]["SubscriptionView"];
                    };
                };
            };
            /** @description `invalid-value`: A field has a value that is not allowed; `missing-field`: A field is missing; `unknown-field`: A field is not known; `wrong-type`: A field has the wrong type */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `address-refused`: The hub must not call that address */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        failing: {
                            attempts: number;
                            lastError: string;
                            /** Format: date-time */
                            nextAt: string;
                            subject: string;
                        }[];
                        subscription: components["schemas"]["SubscriptionView"];
                    };
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription-not-found`: No such subscription */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription-not-found`: No such subscription */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enableSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionView"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription-not-found`: No such subscription */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endRotation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionView"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription-not-found`: No such subscription */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaySubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    from: number;
                };
            };
        };
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionView"];
                };
            };
            /** @description `invalid-value`: A field has a value that is not allowed; `missing-field`: A field is missing */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription-not-found`: No such subscription */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Standard Webhooks secret; shown here and never again. */
                        secret: string;
                        subscription: components["schemas"]["SubscriptionView"];
                    };
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription-not-found`: No such subscription */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSystems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All systems of the landscape. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        systems: components["schemas"]["SystemView"][];
                    };
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseSystem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Paused. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemView"];
                };
            };
            /** @description `missing-field`: A field is missing; `invalid-value`: A field has a value that is not allowed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `system-not-found`: No such system */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showAgain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                record: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description It waits to be written. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemView"];
                };
            };
            /** @description `missing-field`: A field is missing; `invalid-value`: A field has a value that is not allowed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `record-not-found`: No such record */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeSystem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Running again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemView"];
                };
            };
            /** @description `missing-field`: A field is missing; `invalid-value`: A field has a value that is not allowed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: No valid key */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing-scope`: The key may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `system-not-found`: No such system */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                system: string;
            };
            cookie?: never;
        };
        /** @description The sender's own message, byte for byte. */
        requestBody: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            /** @description Taken. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        taken: boolean;
                    };
                };
            };
            /** @description `signature-refused`: The message is not authentic */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `system-not-found`: No such system */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: The hub failed */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much at once; `store-unavailable`: The database cannot be reached */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
