CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);

CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);

CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);

CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);

CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;

CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;

CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id uuid NOT NULL
);

ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);

ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_action (
    id uuid NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    verb character varying(60) NOT NULL,
    target uuid,
    data jsonb NOT NULL,
    user_id uuid,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.accounts_brand (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    signature character varying(120) NOT NULL,
    support_phone character varying(32) NOT NULL,
    support_email character varying(254) NOT NULL,
    is_default boolean NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.accounts_due (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    job character varying(80) NOT NULL,
    args jsonb NOT NULL,
    queue character varying(12) NOT NULL,
    key character varying(120) NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.accounts_heartbeat (
    name character varying(60) NOT NULL,
    at timestamp with time zone NOT NULL,
    version character varying(20) NOT NULL
);

CREATE TABLE public.accounts_invitation (
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    role character varying(12) NOT NULL,
    property_ids uuid[] NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    invited_by_id uuid,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.accounts_member (
    id uuid NOT NULL,
    role character varying(12) NOT NULL,
    property_ids uuid[] NOT NULL,
    joined_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    user_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.accounts_read (
    id uuid NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    by_assistant boolean NOT NULL,
    person_id uuid NOT NULL,
    reason character varying(24) NOT NULL,
    slot timestamp with time zone NOT NULL,
    user_id uuid,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.accounts_user (
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(120) NOT NULL,
    is_active boolean NOT NULL,
    adult_affirmed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    timezone character varying(64) NOT NULL,
    theme character varying(8) NOT NULL,
    single_keys boolean NOT NULL
);

CREATE TABLE public.accounts_workspace (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    slug character varying(60) NOT NULL,
    timezone character varying(64) NOT NULL,
    ai_enabled boolean NOT NULL,
    undo_seconds smallint NOT NULL,
    cleaning_hours smallint NOT NULL,
    code_hours smallint NOT NULL,
    exceptions jsonb NOT NULL,
    keys_version bigint NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT accounts_workspace_cleaning_hours_check CHECK ((cleaning_hours >= 0)),
    CONSTRAINT accounts_workspace_code_hours_check CHECK ((code_hours >= 0)),
    CONSTRAINT accounts_workspace_keys_version_check CHECK ((keys_version >= 0)),
    CONSTRAINT accounts_workspace_undo_seconds_check CHECK ((undo_seconds >= 0))
);

CREATE TABLE public.appointments_appointment (
    id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    taken tstzrange NOT NULL,
    place bytea,
    note bytea,
    status character varying(10) NOT NULL,
    source character varying(12) NOT NULL,
    external_id character varying(120),
    revision integer NOT NULL,
    confirmed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    service_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    moved_at timestamp with time zone,
    CONSTRAINT appointment_lasts CHECK ((ends_at > starts_at)),
    CONSTRAINT appointments_appointment_revision_check CHECK ((revision >= 0))
);

CREATE TABLE public.appointments_openinghours (
    id uuid NOT NULL,
    weekday smallint NOT NULL,
    opens time without time zone NOT NULL,
    closes time without time zone NOT NULL,
    workspace_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    CONSTRAINT appointments_openinghours_weekday_check CHECK ((weekday >= 0))
);

CREATE TABLE public.appointments_service (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    minutes smallint NOT NULL,
    buffer smallint NOT NULL,
    price integer,
    currency character varying(3) NOT NULL,
    hue smallint NOT NULL,
    archived_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT appointments_service_buffer_check CHECK ((buffer >= 0)),
    CONSTRAINT appointments_service_hue_check CHECK ((hue >= 0)),
    CONSTRAINT appointments_service_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT appointments_service_price_check CHECK ((price >= 0))
);

CREATE TABLE public.appointments_staff (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    hue smallint NOT NULL,
    archived_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    member_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT appointments_staff_hue_check CHECK ((hue >= 0))
);

CREATE TABLE public.assistant_draft (
    id uuid NOT NULL,
    state character varying(10) NOT NULL,
    content bytea,
    reason character varying(200) NOT NULL,
    urgent character varying(40) NOT NULL,
    model character varying(80) NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    conversation_id uuid NOT NULL,
    for_message_id uuid,
    person_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.assistant_knowledge (
    id uuid NOT NULL,
    title bytea NOT NULL,
    text bytea NOT NULL,
    source character varying(16) NOT NULL,
    source_ref character varying(120) NOT NULL,
    secret boolean NOT NULL,
    vectors bytea,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    removed_at timestamp with time zone,
    author_id uuid,
    connection_id uuid,
    property_id uuid,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.assistant_run (
    id uuid NOT NULL,
    purpose character varying(24) NOT NULL,
    model character varying(80) NOT NULL,
    left_house boolean NOT NULL,
    prompt bytea,
    answer bytea,
    fact_ids jsonb NOT NULL,
    dropped smallint NOT NULL,
    input_tokens integer NOT NULL,
    output_tokens integer NOT NULL,
    took_ms integer NOT NULL,
    outcome character varying(16) NOT NULL,
    edited_share double precision,
    trouble character varying(200) NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    connection_id uuid,
    conversation_id uuid,
    draft_id uuid,
    person_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT assistant_run_dropped_check CHECK ((dropped >= 0)),
    CONSTRAINT assistant_run_input_tokens_check CHECK ((input_tokens >= 0)),
    CONSTRAINT assistant_run_output_tokens_check CHECK ((output_tokens >= 0)),
    CONSTRAINT assistant_run_took_ms_check CHECK ((took_ms >= 0))
);

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.campaigns_audience (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    filter jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    archived_at timestamp with time zone,
    created_by_id uuid,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.campaigns_campaign (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    kind character varying(10) NOT NULL,
    program character varying(40) NOT NULL,
    state character varying(10) NOT NULL,
    channel character varying(12) NOT NULL,
    filter jsonb NOT NULL,
    "when" character varying(5) NOT NULL,
    starts_at timestamp with time zone,
    local_day date,
    local_time time without time zone,
    offer_from date,
    offer_until date,
    stop_on_reply boolean NOT NULL,
    stop_on_booking boolean NOT NULL,
    test_share smallint NOT NULL,
    winner_by character varying(8) NOT NULL,
    winner_hours smallint NOT NULL,
    winner character varying(1) NOT NULL,
    winner_at timestamp with time zone,
    trouble character varying(300) NOT NULL,
    watched_from timestamp with time zone,
    taken_to uuid,
    taken_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    audience_id uuid,
    brand_id uuid NOT NULL,
    connection_id uuid,
    created_by_id uuid,
    workspace_id uuid NOT NULL,
    test_of_id uuid,
    code character varying(20) NOT NULL,
    code_until date,
    offer_homes jsonb NOT NULL,
    CONSTRAINT campaigns_campaign_test_share_check CHECK ((test_share >= 0)),
    CONSTRAINT campaigns_campaign_winner_hours_check CHECK ((winner_hours >= 0))
);

CREATE TABLE public.campaigns_count (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    program character varying(40) NOT NULL,
    filter jsonb NOT NULL,
    key character varying(64) NOT NULL,
    state character varying(8) NOT NULL,
    picked integer NOT NULL,
    looked_at integer NOT NULL,
    cursor uuid,
    totals jsonb NOT NULL,
    places jsonb NOT NULL,
    until timestamp with time zone,
    last_until timestamp with time zone,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    audience_id uuid,
    brand_id uuid NOT NULL,
    campaign_id uuid,
    connection_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT campaigns_count_looked_at_check CHECK ((looked_at >= 0)),
    CONSTRAINT campaigns_count_picked_check CHECK ((picked >= 0))
);

CREATE TABLE public.campaigns_counted (
    id uuid NOT NULL,
    outcome character varying(24) NOT NULL,
    words character varying(300) NOT NULL,
    rule character varying(8) NOT NULL,
    until timestamp with time zone,
    place character varying(2) NOT NULL,
    count_id uuid NOT NULL,
    person_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.campaigns_planned (
    id uuid NOT NULL,
    subject uuid NOT NULL,
    occasion character varying(16) NOT NULL,
    at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    state character varying(8) NOT NULL,
    reason character varying(120) NOT NULL,
    made_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    settled_at timestamp with time zone,
    appointment_id uuid,
    message_id uuid,
    reservation_id uuid,
    step_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    person_id uuid
);

CREATE TABLE public.campaigns_recipient (
    id uuid NOT NULL,
    address bytea,
    variant character varying(1) NOT NULL,
    share smallint NOT NULL,
    state character varying(8) NOT NULL,
    not_before timestamp with time zone NOT NULL,
    reason character varying(24) NOT NULL,
    words character varying(300) NOT NULL,
    rule character varying(8) NOT NULL,
    released_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    campaign_id uuid NOT NULL,
    identity_id uuid,
    person_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT campaigns_recipient_share_check CHECK ((share >= 0))
);

CREATE TABLE public.campaigns_sequence (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    trigger character varying(20) NOT NULL,
    program character varying(40) NOT NULL,
    filter jsonb NOT NULL,
    active boolean NOT NULL,
    stop_on_reply boolean NOT NULL,
    stop_on_booking boolean NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    brand_id uuid NOT NULL,
    connection_id uuid,
    created_by_id uuid,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.campaigns_step (
    id uuid NOT NULL,
    "position" smallint NOT NULL,
    offset_minutes integer NOT NULL,
    at_hour smallint,
    sequence_id uuid NOT NULL,
    template_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT campaigns_step_at_hour_check CHECK ((at_hour >= 0)),
    CONSTRAINT campaigns_step_position_check CHECK (("position" >= 0))
);

CREATE TABLE public.campaigns_throttle (
    id uuid NOT NULL,
    sender character varying(32) NOT NULL,
    tokens double precision NOT NULL,
    at timestamp with time zone NOT NULL,
    connection_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.campaigns_variant (
    id uuid NOT NULL,
    letter character varying(1) NOT NULL,
    language character varying(8) NOT NULL,
    texts bytea NOT NULL,
    campaign_id uuid NOT NULL,
    template_id uuid,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.casa_cache (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);

CREATE TABLE public.connections_authorization (
    id uuid NOT NULL,
    provider character varying(40) NOT NULL,
    state_hash bytea NOT NULL,
    verifier bytea NOT NULL,
    settings bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    user_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.connections_connection (
    id uuid NOT NULL,
    provider character varying(40) NOT NULL,
    account_ref character varying(200) NOT NULL,
    label character varying(200) NOT NULL,
    settings jsonb NOT NULL,
    secrets bytea,
    hook_token bytea,
    hook_hash bytea,
    cursor bytea,
    health character varying(12) NOT NULL,
    trouble character varying(300) NOT NULL,
    trouble_since timestamp with time zone,
    last_ok_at timestamp with time zone,
    last_sync_at timestamp with time zone,
    sync_done integer NOT NULL,
    sync_total integer,
    expires_at timestamp with time zone,
    bad_signatures integer NOT NULL,
    bad_signature_words character varying(300) NOT NULL,
    connected_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    disconnected_at timestamp with time zone,
    brand_id uuid,
    connected_by_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT connections_connection_bad_signatures_check CHECK ((bad_signatures >= 0)),
    CONSTRAINT connections_connection_sync_done_check CHECK ((sync_done >= 0)),
    CONSTRAINT connections_connection_sync_total_check CHECK ((sync_total >= 0))
);

CREATE TABLE public.connections_delivery (
    id uuid NOT NULL,
    key bytea NOT NULL,
    sealed bytea NOT NULL,
    received_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    state character varying(8) DEFAULT 'new'::character varying NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    trouble character varying(300) DEFAULT ''::character varying NOT NULL,
    done_at timestamp with time zone,
    connection_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT connections_delivery_attempts_check CHECK ((attempts >= 0))
);

CREATE TABLE public.connections_pulse (
    id uuid NOT NULL,
    slot timestamp with time zone NOT NULL,
    calls integer NOT NULL,
    failures integer NOT NULL,
    connection_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT connections_pulse_calls_check CHECK ((calls >= 0)),
    CONSTRAINT connections_pulse_failures_check CHECK ((failures >= 0))
);

CREATE TABLE public.connections_settled (
    id uuid NOT NULL,
    digest bytea NOT NULL,
    message uuid,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    workspace_id uuid NOT NULL,
    named boolean DEFAULT false NOT NULL
);

CREATE TABLE public.consent_chainhead (
    id uuid NOT NULL,
    ledger character varying(12) NOT NULL,
    seq bigint NOT NULL,
    chain bytea NOT NULL,
    brand_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.consent_consentevent (
    id uuid NOT NULL,
    address bytea NOT NULL,
    channel character varying(12) NOT NULL,
    program character varying(40) NOT NULL,
    consent_class character varying(10) NOT NULL,
    source character varying(40) NOT NULL,
    source_ref uuid,
    action character varying(40) NOT NULL,
    disclosure bytea,
    proof bytea,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    actor_id uuid,
    brand_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    chain bytea,
    digest bytea,
    disclosure_version character varying(64) NOT NULL,
    medium character varying(12) NOT NULL,
    seq bigint,
    source_url bytea
);

CREATE TABLE public.consent_decision (
    id uuid NOT NULL,
    outbox_id uuid NOT NULL,
    answer character varying(8) NOT NULL,
    reason character varying(40) NOT NULL,
    rule character varying(8) NOT NULL,
    until timestamp with time zone,
    gate_version smallint NOT NULL,
    facts jsonb NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    txid bigint DEFAULT txid_current() NOT NULL,
    workspace_id uuid NOT NULL,
    address bytea,
    brand_id uuid,
    connection_id uuid,
    kind character varying(12) NOT NULL,
    segments smallint NOT NULL,
    sender character varying(80) NOT NULL,
    template_id uuid,
    CONSTRAINT consent_decision_gate_version_check CHECK ((gate_version >= 0)),
    CONSTRAINT consent_decision_segments_check CHECK ((segments >= 0))
);

CREATE TABLE public.consent_disclosure (
    id uuid NOT NULL,
    channel character varying(12) NOT NULL,
    language character varying(8) NOT NULL,
    text text NOT NULL,
    version character varying(64) NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    brand_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    program_id uuid NOT NULL
);

CREATE TABLE public.consent_donotcalllist (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    kind character varying(10) NOT NULL,
    state character varying(2) NOT NULL,
    as_of date NOT NULL,
    loaded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    entries integer NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT consent_donotcalllist_entries_check CHECK ((entries >= 0))
);

CREATE TABLE public.consent_donotcallnumber (
    id uuid NOT NULL,
    address bytea NOT NULL,
    list_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.consent_evidence (
    id uuid NOT NULL,
    content_type character varying(40) NOT NULL,
    blob bytea NOT NULL,
    size integer NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    event_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT consent_evidence_size_check CHECK ((size >= 0))
);

CREATE TABLE public.consent_import (
    id uuid NOT NULL,
    file bytea,
    columns jsonb NOT NULL,
    region character varying(2) NOT NULL,
    state character varying(8) NOT NULL,
    rows integer NOT NULL,
    done integer NOT NULL,
    counts jsonb NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    brand_id uuid NOT NULL,
    made_by_id uuid,
    program_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT consent_import_done_check CHECK ((done >= 0)),
    CONSTRAINT consent_import_rows_check CHECK ((rows >= 0))
);

CREATE TABLE public.consent_importedperson (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    run_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.consent_numbercheck (
    id uuid NOT NULL,
    address bytea NOT NULL,
    result character varying(8) NOT NULL,
    consent_date date NOT NULL,
    queried_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.consent_optinpage (
    id uuid NOT NULL,
    token character varying(64) NOT NULL,
    title character varying(120) NOT NULL,
    intro character varying(500) NOT NULL,
    keyword character varying(40) NOT NULL,
    double_opt_in boolean NOT NULL,
    collects_sms boolean NOT NULL,
    collects_email boolean NOT NULL,
    privacy_url character varying(200) NOT NULL,
    terms_url character varying(200) NOT NULL,
    origins character varying(200)[] NOT NULL,
    active boolean NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    brand_id uuid NOT NULL,
    disclosure_id uuid,
    email_disclosure_id uuid,
    workspace_id uuid NOT NULL,
    program_id uuid NOT NULL
);

CREATE TABLE public.consent_pendingoptin (
    id uuid NOT NULL,
    address bytea NOT NULL,
    kind character varying(8) NOT NULL,
    channel character varying(12) NOT NULL,
    value bytea NOT NULL,
    proof bytea,
    token_hash bytea,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    page_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.consent_preference (
    id uuid NOT NULL,
    address bytea NOT NULL,
    kind character varying(8) NOT NULL,
    starts time without time zone,
    ends time without time zone,
    channel character varying(12) NOT NULL,
    text bytea,
    message_ref character varying(80) NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    withdrawn_at timestamp with time zone,
    brand_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.consent_program (
    id uuid NOT NULL,
    key character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    kind character varying(10) NOT NULL,
    description character varying(300) NOT NULL,
    frequency_words character varying(120) NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    brand_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.consent_reconciliation (
    id uuid NOT NULL,
    cursor jsonb NOT NULL,
    read integer NOT NULL,
    refused integer NOT NULL,
    unreachable integer NOT NULL,
    elsewhere integer NOT NULL,
    only_here integer NOT NULL,
    began_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    connection_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT consent_reconciliation_elsewhere_check CHECK ((elsewhere >= 0)),
    CONSTRAINT consent_reconciliation_only_here_check CHECK ((only_here >= 0)),
    CONSTRAINT consent_reconciliation_read_check CHECK ((read >= 0)),
    CONSTRAINT consent_reconciliation_refused_check CHECK ((refused >= 0)),
    CONSTRAINT consent_reconciliation_unreachable_check CHECK ((unreachable >= 0))
);

CREATE TABLE public.consent_review (
    id uuid NOT NULL,
    address bytea NOT NULL,
    address_kind character varying(8) NOT NULL,
    channel character varying(12) NOT NULL,
    kind character varying(24) NOT NULL,
    value bytea,
    text bytea,
    message_ref character varying(80) NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    due_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    outcome character varying(24) NOT NULL,
    brand_id uuid NOT NULL,
    settled_by_id uuid,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.consent_suppression (
    id uuid NOT NULL,
    address bytea NOT NULL,
    channel character varying(12) NOT NULL,
    scope character varying(10) NOT NULL,
    restores boolean NOT NULL,
    reason character varying(24) NOT NULL,
    rule character varying(8) NOT NULL,
    matcher character varying(24) NOT NULL,
    text bytea,
    message_ref character varying(80) NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    actor_id uuid,
    brand_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    chain bytea,
    confirmation_id uuid,
    digest bytea,
    program character varying(40) NOT NULL,
    received_at timestamp with time zone,
    received_on character varying(80) NOT NULL,
    seq bigint
);

CREATE TABLE public.consent_unreached (
    id uuid NOT NULL,
    address bytea NOT NULL,
    ref character varying(80) NOT NULL,
    at timestamp with time zone NOT NULL,
    brand_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);

CREATE TABLE public.inbox_attachment (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    content_type character varying(80) NOT NULL,
    name bytea,
    source bytea,
    blob bytea,
    size integer NOT NULL,
    width integer,
    height integer,
    trouble character varying(200) NOT NULL,
    public_until timestamp with time zone,
    public_hash bytea,
    person_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    message_id uuid NOT NULL,
    CONSTRAINT inbox_attachment_height_check CHECK ((height >= 0)),
    CONSTRAINT inbox_attachment_size_check CHECK ((size >= 0)),
    CONSTRAINT inbox_attachment_width_check CHECK ((width >= 0))
);

CREATE TABLE public.inbox_conversation (
    id uuid NOT NULL,
    status character varying(8) NOT NULL,
    channel character varying(12) NOT NULL,
    waiting_since timestamp with time zone,
    due_at timestamp with time zone,
    pressing boolean NOT NULL,
    urgent character varying(40) NOT NULL,
    snoozed_until timestamp with time zone,
    last_message_at timestamp with time zone NOT NULL,
    last_inbound_at timestamp with time zone,
    preview bytea,
    preview_out boolean NOT NULL,
    has_draft boolean NOT NULL,
    failed boolean NOT NULL,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    assignee_id uuid,
    person_id uuid NOT NULL,
    property_id uuid,
    reservation_id uuid,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.inbox_message (
    id uuid NOT NULL,
    direction character varying(5) NOT NULL,
    channel character varying(12) NOT NULL,
    external_id character varying(120),
    key uuid,
    body bytea NOT NULL,
    details bytea,
    language character varying(8) NOT NULL,
    by_assistant boolean NOT NULL,
    automatic boolean NOT NULL,
    status character varying(10) NOT NULL,
    status_rank smallint NOT NULL,
    status_at timestamp with time zone,
    why character varying(300) NOT NULL,
    rule character varying(8) NOT NULL,
    segments smallint,
    sent_at timestamp with time zone NOT NULL,
    tokens bigint[] NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    author_id uuid,
    connection_id uuid,
    conversation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT inbox_message_segments_check CHECK ((segments >= 0)),
    CONSTRAINT inbox_message_status_rank_check CHECK ((status_rank >= 0))
);

CREATE TABLE public.inbox_outbox (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    state character varying(10) NOT NULL,
    not_before timestamp with time zone NOT NULL,
    thread_id character varying(120) NOT NULL,
    reservation_ref character varying(120) NOT NULL,
    stop_on_reply boolean NOT NULL,
    attempts smallint NOT NULL,
    handed_off_at timestamp with time zone,
    look_at timestamp with time zone,
    looks smallint NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    brand_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    identity_id uuid NOT NULL,
    message_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    batch uuid,
    not_after timestamp with time zone,
    program character varying(40) NOT NULL,
    valid_until timestamp with time zone,
    secret bytea,
    CONSTRAINT inbox_outbox_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT inbox_outbox_looks_check CHECK ((looks >= 0))
);

CREATE TABLE public.inbox_presence (
    id uuid NOT NULL,
    typing boolean NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    conversation_id uuid NOT NULL,
    user_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.inbox_word (
    id uuid NOT NULL,
    token bigint NOT NULL,
    sealed bytea NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);

ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_identity (
    id uuid NOT NULL,
    kind character varying(40) NOT NULL,
    value bytea NOT NULL,
    lookup bytea NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    workspace_id uuid NOT NULL,
    person_id uuid NOT NULL
);

CREATE TABLE public.people_merge (
    id uuid NOT NULL,
    moved jsonb NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    undone_at timestamp with time zone,
    workspace_id uuid NOT NULL,
    gone_id uuid NOT NULL,
    kept_id uuid NOT NULL
);

CREATE TABLE public.people_person (
    id uuid NOT NULL,
    name bytea,
    location bytea,
    notes bytea,
    language character varying(8) NOT NULL,
    hue smallint NOT NULL,
    ai_allowed boolean NOT NULL,
    tokens bigint[] NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    merged_into_id uuid,
    workspace_id uuid NOT NULL,
    birthday bytea,
    birthday_token bigint,
    restricted_at timestamp with time zone,
    CONSTRAINT people_person_hue_check CHECK ((hue >= 0))
);

CREATE TABLE public.people_tag (
    id uuid NOT NULL,
    name bytea NOT NULL,
    lookup bytea NOT NULL,
    hue smallint NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    archived_at timestamp with time zone,
    workspace_id uuid NOT NULL,
    CONSTRAINT people_tag_hue_check CHECK ((hue >= 0))
);

CREATE TABLE public.people_tagged (
    id uuid NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    tag_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.privacy_acceptance (
    id uuid NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    user_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    version_id uuid NOT NULL
);

CREATE TABLE public.privacy_breach (
    id uuid NOT NULL,
    title bytea NOT NULL,
    story bytea,
    known_at timestamp with time zone NOT NULL,
    begins timestamp with time zone NOT NULL,
    ends timestamp with time zone,
    opened_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    authority_told_at timestamp with time zone,
    people_told_at timestamp with time zone,
    closed_at timestamp with time zone,
    report bytea,
    account_id uuid,
    opened_by_id uuid,
    workspace_id uuid NOT NULL,
    advice bytea,
    consequences bytea,
    measures bytea
);

CREATE TABLE public.privacy_breachnote (
    id uuid NOT NULL,
    words bytea NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    breach_id uuid NOT NULL,
    by_id uuid,
    workspace_id uuid NOT NULL,
    blob bytea,
    content_type character varying(100) NOT NULL,
    name bytea,
    size integer NOT NULL,
    CONSTRAINT privacy_breachnote_size_check CHECK ((size >= 0))
);

CREATE TABLE public.privacy_closing (
    id uuid NOT NULL,
    asked_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    gone_on timestamp with time zone NOT NULL,
    keys_destroyed integer,
    counts jsonb NOT NULL,
    told_at timestamp with time zone,
    asked_by_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT privacy_closing_keys_destroyed_check CHECK ((keys_destroyed >= 0))
);

CREATE TABLE public.privacy_erasure (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    state character varying(8) NOT NULL,
    stage character varying(24) NOT NULL,
    cursor uuid,
    targets bytea,
    words bytea,
    counts jsonb NOT NULL,
    keys_destroyed integer NOT NULL,
    words_gone integer NOT NULL,
    certificate jsonb,
    began_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    ended_at timestamp with time zone,
    asked_by_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT privacy_erasure_keys_destroyed_check CHECK ((keys_destroyed >= 0)),
    CONSTRAINT privacy_erasure_words_gone_check CHECK ((words_gone >= 0))
);

CREATE TABLE public.privacy_export (
    id uuid NOT NULL,
    person_id uuid,
    state character varying(8) NOT NULL,
    key bytea,
    done integer NOT NULL,
    total integer NOT NULL,
    size bigint NOT NULL,
    checksum character varying(64) NOT NULL,
    asked_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    ready_at timestamp with time zone,
    expires_at timestamp with time zone,
    fetched_at timestamp with time zone,
    asked_by_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT privacy_export_done_check CHECK ((done >= 0)),
    CONSTRAINT privacy_export_size_check CHECK ((size >= 0)),
    CONSTRAINT privacy_export_total_check CHECK ((total >= 0))
);

CREATE TABLE public.privacy_guestlink (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    made_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    code_hash bytea,
    code_until timestamp with time zone,
    tries smallint NOT NULL,
    codes smallint NOT NULL,
    session_hash bytea,
    session_until timestamp with time zone,
    workspace_id uuid NOT NULL,
    CONSTRAINT privacy_guestlink_codes_check CHECK ((codes >= 0)),
    CONSTRAINT privacy_guestlink_tries_check CHECK ((tries >= 0))
);

CREATE TABLE public.privacy_legalhold (
    id uuid NOT NULL,
    person_id uuid,
    reason bytea NOT NULL,
    placed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    lifted_at timestamp with time zone,
    lifted_by_id uuid,
    placed_by_id uuid,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.privacy_policynotice (
    id uuid NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    user_id uuid NOT NULL,
    version_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.privacy_policyversion (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    number integer NOT NULL,
    text text NOT NULL,
    significant boolean NOT NULL,
    published_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    effective_on date NOT NULL,
    published_by_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT privacy_policyversion_number_check CHECK ((number >= 0))
);

CREATE TABLE public.privacy_possiblerequest (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    noticed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    settled_at timestamp with time zone,
    request_id uuid,
    message_id uuid NOT NULL,
    settled_by_id uuid,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.privacy_promisecheck (
    id uuid NOT NULL,
    promise character varying(40) NOT NULL,
    day date NOT NULL,
    state character varying(8) NOT NULL,
    worst character varying(8) NOT NULL,
    words character varying(200) NOT NULL,
    at timestamp with time zone NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.privacy_providererasure (
    id uuid NOT NULL,
    provider character varying(40) NOT NULL,
    state character varying(8) NOT NULL,
    refs bytea,
    asked integer NOT NULL,
    gone integer NOT NULL,
    tries smallint NOT NULL,
    words character varying(300) NOT NULL,
    due_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    connection_id uuid NOT NULL,
    erasure_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT privacy_providererasure_asked_check CHECK ((asked >= 0)),
    CONSTRAINT privacy_providererasure_gone_check CHECK ((gone >= 0)),
    CONSTRAINT privacy_providererasure_tries_check CHECK ((tries >= 0))
);

CREATE TABLE public.privacy_request (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    state character varying(8) NOT NULL,
    by_link boolean NOT NULL,
    words bytea,
    received_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    due_at timestamp with time zone NOT NULL,
    verified_at timestamp with time zone,
    verified_how character varying(8) NOT NULL,
    extended_at timestamp with time zone,
    ground bytea,
    settled_at timestamp with time zone,
    erasure_id uuid,
    export_id uuid,
    settled_by_id uuid,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.privacy_retentionrule (
    id uuid NOT NULL,
    kind character varying(24) NOT NULL,
    days integer NOT NULL,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT privacy_retentionrule_days_check CHECK ((days >= 0))
);

CREATE TABLE public.privacy_transfer (
    id uuid NOT NULL,
    day date NOT NULL,
    provider character varying(40) NOT NULL,
    host character varying(253) NOT NULL,
    purpose character varying(40) NOT NULL,
    data character varying(60)[] NOT NULL,
    count bigint NOT NULL,
    refused bigint NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT privacy_transfer_count_check CHECK ((count >= 0)),
    CONSTRAINT privacy_transfer_refused_check CHECK ((refused >= 0))
);

CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);

CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;

CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;

CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);

CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;

CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.senders_brandregistration (
    id uuid NOT NULL,
    state character varying(12) NOT NULL,
    external jsonb NOT NULL,
    reasons jsonb NOT NULL,
    trouble character varying(300) NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    submitted_at timestamp with time zone,
    decided_at timestamp with time zone,
    checked_at timestamp with time zone,
    legal_name character varying(255) NOT NULL,
    ein bytea,
    ein_lookup bytea,
    entity character varying(12) NOT NULL,
    vertical character varying(40) NOT NULL,
    street bytea,
    city character varying(100) NOT NULL,
    region character varying(20) NOT NULL,
    postal_code character varying(10) NOT NULL,
    country character varying(2) NOT NULL,
    website character varying(255) NOT NULL,
    support_email character varying(254) NOT NULL,
    support_phone character varying(16) NOT NULL,
    stock_exchange character varying(20) NOT NULL,
    stock_symbol character varying(10) NOT NULL,
    contact bytea,
    score smallint,
    site_findings jsonb NOT NULL,
    site_checked_at timestamp with time zone,
    brand_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT senders_brandregistration_score_check CHECK ((score >= 0))
);

CREATE TABLE public.senders_campaignregistration (
    id uuid NOT NULL,
    state character varying(12) NOT NULL,
    external jsonb NOT NULL,
    reasons jsonb NOT NULL,
    trouble character varying(300) NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    submitted_at timestamp with time zone,
    decided_at timestamp with time zone,
    checked_at timestamp with time zone,
    use_case character varying(40) NOT NULL,
    description text NOT NULL,
    message_flow text NOT NULL,
    samples text[] NOT NULL,
    opt_in_keywords character varying(20)[] NOT NULL,
    opt_out_keywords character varying(20)[] NOT NULL,
    help_keywords character varying(20)[] NOT NULL,
    opt_in_message character varying(320) NOT NULL,
    opt_out_message character varying(320) NOT NULL,
    help_message character varying(320) NOT NULL,
    privacy_url character varying(255) NOT NULL,
    terms_url character varying(255) NOT NULL,
    embedded_link boolean NOT NULL,
    embedded_phone boolean NOT NULL,
    number_pool boolean NOT NULL,
    direct_lending boolean NOT NULL,
    age_gated boolean NOT NULL,
    affiliate boolean NOT NULL,
    per_second double precision,
    per_day integer,
    idle_since timestamp with time zone,
    business_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT senders_campaignregistration_per_day_check CHECK ((per_day >= 0))
);

CREATE TABLE public.senders_sender (
    id uuid NOT NULL,
    address character varying(20) NOT NULL,
    external_id character varying(60) NOT NULL,
    service_ref character varying(60) NOT NULL,
    campaign_ref character varying(60) NOT NULL,
    kind character varying(12) NOT NULL,
    country character varying(2) NOT NULL,
    capabilities character varying(10)[] NOT NULL,
    state character varying(12) NOT NULL,
    use_case character varying(40) NOT NULL,
    links boolean NOT NULL,
    samples text[] NOT NULL,
    words character varying(300) NOT NULL,
    reasons jsonb NOT NULL,
    per_second double precision,
    per_day integer,
    since timestamp with time zone,
    checked_at timestamp with time zone,
    gone_at timestamp with time zone,
    campaign_id uuid,
    connection_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT senders_sender_per_day_check CHECK ((per_day >= 0))
);

CREATE TABLE public.senders_tollfreeverification (
    id uuid NOT NULL,
    state character varying(12) NOT NULL,
    external jsonb NOT NULL,
    reasons jsonb NOT NULL,
    trouble character varying(300) NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    submitted_at timestamp with time zone,
    decided_at timestamp with time zone,
    checked_at timestamp with time zone,
    registration_type character varying(12) NOT NULL,
    use_case_categories character varying(40)[] NOT NULL,
    summary text NOT NULL,
    sample text NOT NULL,
    volume character varying(12) NOT NULL,
    opt_in_type character varying(20) NOT NULL,
    opt_in_image_url character varying(255) NOT NULL,
    opt_in_keywords character varying(20)[] NOT NULL,
    privacy_url character varying(255) NOT NULL,
    terms_url character varying(255) NOT NULL,
    age_gated boolean NOT NULL,
    business_id uuid NOT NULL,
    connection_id uuid NOT NULL,
    sender_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.stays_property (
    id uuid NOT NULL,
    external_id character varying(120) NOT NULL,
    sequence character varying(60) NOT NULL,
    name character varying(200) NOT NULL,
    address bytea,
    city character varying(120) NOT NULL,
    country character varying(60) NOT NULL,
    latitude double precision,
    longitude double precision,
    timezone character varying(64) NOT NULL,
    check_in time without time zone,
    check_out time without time zone,
    amenities character varying(80)[] NOT NULL,
    max_guests smallint,
    bedrooms smallint,
    pets_allowed boolean,
    smoking_allowed boolean,
    details bytea,
    wifi bytea,
    door bytea,
    hue smallint NOT NULL,
    house character varying(24) NOT NULL,
    removed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    connection_id uuid,
    workspace_id uuid NOT NULL,
    CONSTRAINT stays_property_bedrooms_check CHECK ((bedrooms >= 0)),
    CONSTRAINT stays_property_hue_check CHECK ((hue >= 0)),
    CONSTRAINT stays_property_max_guests_check CHECK ((max_guests >= 0))
);

CREATE TABLE public.stays_reservation (
    id uuid NOT NULL,
    external_id character varying(120) NOT NULL,
    sequence character varying(60) NOT NULL,
    platform character varying(20) NOT NULL,
    code bytea,
    status character varying(10) NOT NULL,
    arrival date NOT NULL,
    departure date NOT NULL,
    check_in timestamp with time zone,
    check_out timestamp with time zone,
    booked_at timestamp with time zone,
    adults smallint NOT NULL,
    children smallint NOT NULL,
    infants smallint NOT NULL,
    pets smallint NOT NULL,
    payout bigint,
    total bigint,
    currency character varying(3) NOT NULL,
    thread_id character varying(120) NOT NULL,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    connection_id uuid,
    person_id uuid,
    property_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT stays_reservation_adults_check CHECK ((adults >= 0)),
    CONSTRAINT stays_reservation_children_check CHECK ((children >= 0)),
    CONSTRAINT stays_reservation_infants_check CHECK ((infants >= 0)),
    CONSTRAINT stays_reservation_pets_check CHECK ((pets >= 0))
);

CREATE TABLE public.stays_review (
    id uuid NOT NULL,
    external_id character varying(120) NOT NULL,
    rating numeric(3,1),
    text bytea,
    private_text bytea,
    guest_name bytea,
    response bytea,
    can_respond boolean NOT NULL,
    reviewed_at timestamp with time zone NOT NULL,
    connection_id uuid,
    property_id uuid,
    reservation_id uuid,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.templates_batchpicture (
    id uuid NOT NULL,
    batch uuid NOT NULL,
    "position" smallint NOT NULL,
    content_type character varying(40) NOT NULL,
    blob bytea NOT NULL,
    size integer NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    public_until timestamp with time zone,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT templates_batchpicture_height_check CHECK ((height >= 0)),
    CONSTRAINT templates_batchpicture_position_check CHECK (("position" >= 0)),
    CONSTRAINT templates_batchpicture_size_check CHECK ((size >= 0)),
    CONSTRAINT templates_batchpicture_width_check CHECK ((width >= 0))
);

CREATE TABLE public.templates_brandlink (
    id uuid NOT NULL,
    key character varying(20) NOT NULL,
    url character varying(500) NOT NULL,
    brand_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.templates_template (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    kind character varying(10) NOT NULL,
    language character varying(8) NOT NULL,
    repairs boolean NOT NULL,
    opens boolean NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    reviewed_at timestamp with time zone,
    archived_at timestamp with time zone,
    brand_id uuid,
    created_by_id uuid,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.templates_templatemedia (
    id uuid NOT NULL,
    "position" smallint NOT NULL,
    content_type character varying(40) NOT NULL,
    blob bytea NOT NULL,
    size integer NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    template_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    CONSTRAINT templates_templatemedia_height_check CHECK ((height >= 0)),
    CONSTRAINT templates_templatemedia_position_check CHECK (("position" >= 0)),
    CONSTRAINT templates_templatemedia_size_check CHECK ((size >= 0)),
    CONSTRAINT templates_templatemedia_width_check CHECK ((width >= 0))
);

CREATE TABLE public.templates_templatetext (
    id uuid NOT NULL,
    language character varying(8) NOT NULL,
    subject bytea,
    body bytea NOT NULL,
    template_id uuid NOT NULL,
    workspace_id uuid NOT NULL
);

CREATE TABLE public.usersessions_usersession (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ip inet NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    session_key character varying(40) NOT NULL,
    user_agent character varying(200) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL
);

ALTER TABLE public.usersessions_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usersessions_usersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.vault_datakey (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    holder uuid NOT NULL,
    wrapped bytea,
    epoch integer NOT NULL,
    current boolean NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    destroyed_at timestamp with time zone,
    workspace_id uuid NOT NULL,
    CONSTRAINT vault_datakey_epoch_check CHECK ((epoch >= 0))
);

ALTER TABLE public.vault_datakey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vault_datakey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);

ALTER TABLE ONLY public.privacy_acceptance
    ADD CONSTRAINT accepted_once UNIQUE (workspace_id, version_id, user_id);

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_action
    ADD CONSTRAINT accounts_action_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_brand
    ADD CONSTRAINT accounts_brand_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_due
    ADD CONSTRAINT accounts_due_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_heartbeat
    ADD CONSTRAINT accounts_heartbeat_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.accounts_member
    ADD CONSTRAINT accounts_member_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_read
    ADD CONSTRAINT accounts_read_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_email_key UNIQUE (email);

ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_workspace
    ADD CONSTRAINT accounts_workspace_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_workspace
    ADD CONSTRAINT accounts_workspace_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.appointments_appointment
    ADD CONSTRAINT appointment_external UNIQUE (workspace_id, external_id);

ALTER TABLE ONLY public.appointments_appointment
    ADD CONSTRAINT appointment_no_clash EXCLUDE USING gist (workspace_id WITH =, staff_id WITH =, taken WITH &&) WHERE (((status)::text = ANY ((ARRAY['booked'::character varying, 'confirmed'::character varying, 'moving'::character varying])::text[])));

ALTER TABLE ONLY public.appointments_appointment
    ADD CONSTRAINT appointments_appointment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointments_openinghours
    ADD CONSTRAINT appointments_openinghours_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointments_service
    ADD CONSTRAINT appointments_service_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointments_staff
    ADD CONSTRAINT appointments_staff_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assistant_draft
    ADD CONSTRAINT assistant_draft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assistant_knowledge
    ADD CONSTRAINT assistant_knowledge_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assistant_run
    ADD CONSTRAINT assistant_run_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.templates_brandlink
    ADD CONSTRAINT brand_link UNIQUE (workspace_id, brand_id, key);

ALTER TABLE ONLY public.accounts_brand
    ADD CONSTRAINT brand_name UNIQUE (workspace_id, name);

ALTER TABLE ONLY public.senders_brandregistration
    ADD CONSTRAINT brand_registration_ein UNIQUE (workspace_id, ein_lookup);

ALTER TABLE ONLY public.senders_brandregistration
    ADD CONSTRAINT brand_registration_once UNIQUE (workspace_id, brand_id);

ALTER TABLE ONLY public.campaigns_audience
    ADD CONSTRAINT campaigns_audience_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaigns_campaign
    ADD CONSTRAINT campaigns_campaign_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaigns_count
    ADD CONSTRAINT campaigns_count_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaigns_counted
    ADD CONSTRAINT campaigns_counted_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaigns_planned
    ADD CONSTRAINT campaigns_planned_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaigns_recipient
    ADD CONSTRAINT campaigns_recipient_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaigns_sequence
    ADD CONSTRAINT campaigns_sequence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaigns_step
    ADD CONSTRAINT campaigns_step_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaigns_throttle
    ADD CONSTRAINT campaigns_throttle_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaigns_variant
    ADD CONSTRAINT campaigns_variant_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.casa_cache
    ADD CONSTRAINT casa_cache_pkey PRIMARY KEY (cache_key);

ALTER TABLE ONLY public.consent_chainhead
    ADD CONSTRAINT chain_head UNIQUE (workspace_id, brand_id, ledger);

ALTER TABLE ONLY public.privacy_closing
    ADD CONSTRAINT closing_once UNIQUE (workspace_id);

ALTER TABLE ONLY public.connections_connection
    ADD CONSTRAINT connection_account UNIQUE (workspace_id, provider, account_ref);

ALTER TABLE ONLY public.connections_authorization
    ADD CONSTRAINT connections_authorization_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.connections_authorization
    ADD CONSTRAINT connections_authorization_state_hash_key UNIQUE (state_hash);

ALTER TABLE ONLY public.connections_connection
    ADD CONSTRAINT connections_connection_hook_hash_key UNIQUE (hook_hash);

ALTER TABLE ONLY public.connections_connection
    ADD CONSTRAINT connections_connection_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.connections_delivery
    ADD CONSTRAINT connections_delivery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.connections_pulse
    ADD CONSTRAINT connections_pulse_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.connections_settled
    ADD CONSTRAINT connections_settled_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_chainhead
    ADD CONSTRAINT consent_chainhead_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_consentevent
    ADD CONSTRAINT consent_consentevent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_decision
    ADD CONSTRAINT consent_decision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_disclosure
    ADD CONSTRAINT consent_disclosure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_donotcalllist
    ADD CONSTRAINT consent_donotcalllist_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_donotcallnumber
    ADD CONSTRAINT consent_donotcallnumber_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_evidence
    ADD CONSTRAINT consent_evidence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_import
    ADD CONSTRAINT consent_import_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_importedperson
    ADD CONSTRAINT consent_importedperson_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_numbercheck
    ADD CONSTRAINT consent_numbercheck_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_optinpage
    ADD CONSTRAINT consent_optinpage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_pendingoptin
    ADD CONSTRAINT consent_pendingoptin_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_pendingoptin
    ADD CONSTRAINT consent_pendingoptin_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.consent_preference
    ADD CONSTRAINT consent_preference_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_program
    ADD CONSTRAINT consent_program_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_reconciliation
    ADD CONSTRAINT consent_reconciliation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_review
    ADD CONSTRAINT consent_review_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_consentevent
    ADD CONSTRAINT consent_seq UNIQUE (workspace_id, brand_id, seq);

ALTER TABLE ONLY public.consent_suppression
    ADD CONSTRAINT consent_suppression_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_unreached
    ADD CONSTRAINT consent_unreached_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.inbox_conversation
    ADD CONSTRAINT conversation_person UNIQUE (workspace_id, person_id);

ALTER TABLE ONLY public.campaigns_counted
    ADD CONSTRAINT counted_once UNIQUE (workspace_id, count_id, person_id);

ALTER TABLE ONLY public.connections_delivery
    ADD CONSTRAINT delivery_once UNIQUE (workspace_id, connection_id, key);

ALTER TABLE ONLY public.consent_disclosure
    ADD CONSTRAINT disclosure_version UNIQUE (workspace_id, program_id, channel, language, version);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY public.consent_donotcallnumber
    ADD CONSTRAINT do_not_call_once UNIQUE (workspace_id, address, list_id);

ALTER TABLE ONLY public.accounts_due
    ADD CONSTRAINT due_key UNIQUE (workspace_id, key);

ALTER TABLE ONLY public.people_identity
    ADD CONSTRAINT identity_once UNIQUE (workspace_id, kind, lookup);

ALTER TABLE ONLY public.consent_importedperson
    ADD CONSTRAINT imported_person UNIQUE (workspace_id, run_id, person_id);

ALTER TABLE ONLY public.inbox_attachment
    ADD CONSTRAINT inbox_attachment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.inbox_attachment
    ADD CONSTRAINT inbox_attachment_public_hash_key UNIQUE (public_hash);

ALTER TABLE ONLY public.inbox_conversation
    ADD CONSTRAINT inbox_conversation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.inbox_message
    ADD CONSTRAINT inbox_message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.inbox_outbox
    ADD CONSTRAINT inbox_outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.inbox_presence
    ADD CONSTRAINT inbox_presence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.inbox_word
    ADD CONSTRAINT inbox_word_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_member
    ADD CONSTRAINT member_once UNIQUE (workspace_id, user_id);

ALTER TABLE ONLY public.inbox_message
    ADD CONSTRAINT message_external UNIQUE (workspace_id, connection_id, external_id);

ALTER TABLE ONLY public.inbox_message
    ADD CONSTRAINT message_key UNIQUE (workspace_id, key);

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_optinpage
    ADD CONSTRAINT opt_in_token UNIQUE (token);

ALTER TABLE ONLY public.inbox_outbox
    ADD CONSTRAINT outbox_message UNIQUE (workspace_id, message_id);

ALTER TABLE ONLY public.people_identity
    ADD CONSTRAINT people_identity_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_merge
    ADD CONSTRAINT people_merge_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_tag
    ADD CONSTRAINT people_tag_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_tagged
    ADD CONSTRAINT people_tagged_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaigns_planned
    ADD CONSTRAINT planned_once UNIQUE (workspace_id, step_id, subject, occasion);

ALTER TABLE ONLY public.privacy_policynotice
    ADD CONSTRAINT policy_notice_once UNIQUE (workspace_id, version_id, user_id);

ALTER TABLE ONLY public.privacy_policyversion
    ADD CONSTRAINT policy_number UNIQUE (workspace_id, kind, number);

ALTER TABLE ONLY public.privacy_possiblerequest
    ADD CONSTRAINT possible_request_once UNIQUE (workspace_id, message_id);

ALTER TABLE ONLY public.inbox_presence
    ADD CONSTRAINT presence_once UNIQUE (workspace_id, conversation_id, user_id);

ALTER TABLE ONLY public.privacy_acceptance
    ADD CONSTRAINT privacy_acceptance_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_breach
    ADD CONSTRAINT privacy_breach_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_breachnote
    ADD CONSTRAINT privacy_breachnote_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_closing
    ADD CONSTRAINT privacy_closing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_erasure
    ADD CONSTRAINT privacy_erasure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_export
    ADD CONSTRAINT privacy_export_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_guestlink
    ADD CONSTRAINT privacy_guestlink_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_guestlink
    ADD CONSTRAINT privacy_guestlink_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.privacy_legalhold
    ADD CONSTRAINT privacy_legalhold_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_policynotice
    ADD CONSTRAINT privacy_policynotice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_policyversion
    ADD CONSTRAINT privacy_policyversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_possiblerequest
    ADD CONSTRAINT privacy_possiblerequest_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_promisecheck
    ADD CONSTRAINT privacy_promisecheck_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_providererasure
    ADD CONSTRAINT privacy_providererasure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_request
    ADD CONSTRAINT privacy_request_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_retentionrule
    ADD CONSTRAINT privacy_retentionrule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.privacy_transfer
    ADD CONSTRAINT privacy_transfer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);

ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consent_program
    ADD CONSTRAINT program_key UNIQUE (workspace_id, brand_id, key);

ALTER TABLE ONLY public.privacy_promisecheck
    ADD CONSTRAINT promise_check_day UNIQUE (workspace_id, promise, day);

ALTER TABLE ONLY public.stays_property
    ADD CONSTRAINT property_external UNIQUE (workspace_id, connection_id, external_id);

ALTER TABLE ONLY public.connections_pulse
    ADD CONSTRAINT pulse_slot UNIQUE (workspace_id, connection_id, slot);

ALTER TABLE ONLY public.accounts_read
    ADD CONSTRAINT read_once_a_minute UNIQUE NULLS NOT DISTINCT (workspace_id, person_id, user_id, by_assistant, reason, slot);

ALTER TABLE ONLY public.campaigns_recipient
    ADD CONSTRAINT recipient_address UNIQUE (workspace_id, campaign_id, address);

ALTER TABLE ONLY public.campaigns_recipient
    ADD CONSTRAINT recipient_person UNIQUE (workspace_id, campaign_id, person_id);

ALTER TABLE ONLY public.stays_reservation
    ADD CONSTRAINT reservation_external UNIQUE (workspace_id, connection_id, external_id);

ALTER TABLE ONLY public.privacy_retentionrule
    ADD CONSTRAINT retention_kind UNIQUE (workspace_id, kind);

ALTER TABLE ONLY public.stays_review
    ADD CONSTRAINT review_external UNIQUE (workspace_id, connection_id, external_id);

ALTER TABLE ONLY public.senders_sender
    ADD CONSTRAINT sender_once UNIQUE (workspace_id, connection_id, address);

ALTER TABLE ONLY public.senders_brandregistration
    ADD CONSTRAINT senders_brandregistration_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.senders_campaignregistration
    ADD CONSTRAINT senders_campaignregistration_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.senders_sender
    ADD CONSTRAINT senders_sender_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.senders_tollfreeverification
    ADD CONSTRAINT senders_tollfreeverification_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaigns_sequence
    ADD CONSTRAINT sequence_name UNIQUE (workspace_id, name);

ALTER TABLE ONLY public.appointments_service
    ADD CONSTRAINT service_name UNIQUE (workspace_id, name);

ALTER TABLE ONLY public.connections_settled
    ADD CONSTRAINT settled_once UNIQUE (workspace_id, digest);

ALTER TABLE ONLY public.appointments_staff
    ADD CONSTRAINT staff_name UNIQUE (workspace_id, name);

ALTER TABLE ONLY public.stays_property
    ADD CONSTRAINT stays_property_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stays_reservation
    ADD CONSTRAINT stays_reservation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stays_review
    ADD CONSTRAINT stays_review_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaigns_step
    ADD CONSTRAINT step_position UNIQUE (workspace_id, sequence_id, "position");

ALTER TABLE ONLY public.consent_suppression
    ADD CONSTRAINT suppression_seq UNIQUE (workspace_id, brand_id, seq);

ALTER TABLE ONLY public.people_tag
    ADD CONSTRAINT tag_once UNIQUE (workspace_id, lookup);

ALTER TABLE ONLY public.people_tagged
    ADD CONSTRAINT tagged_once UNIQUE (workspace_id, person_id, tag_id);

ALTER TABLE ONLY public.templates_templatetext
    ADD CONSTRAINT template_language UNIQUE (workspace_id, template_id, language);

ALTER TABLE ONLY public.templates_batchpicture
    ADD CONSTRAINT templates_batchpicture_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.templates_brandlink
    ADD CONSTRAINT templates_brandlink_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.templates_template
    ADD CONSTRAINT templates_template_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.templates_templatemedia
    ADD CONSTRAINT templates_templatemedia_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.templates_templatetext
    ADD CONSTRAINT templates_templatetext_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.campaigns_throttle
    ADD CONSTRAINT throttle_sender UNIQUE (workspace_id, connection_id, sender);

ALTER TABLE ONLY public.senders_tollfreeverification
    ADD CONSTRAINT toll_free_once UNIQUE (workspace_id, sender_id);

ALTER TABLE ONLY public.privacy_transfer
    ADD CONSTRAINT transfer_once_a_day UNIQUE (workspace_id, day, provider, host, purpose);

ALTER TABLE ONLY public.consent_unreached
    ADD CONSTRAINT unreached_once UNIQUE (workspace_id, brand_id, address, ref);

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_session_key_key UNIQUE (session_key);

ALTER TABLE ONLY public.campaigns_variant
    ADD CONSTRAINT variant_letter UNIQUE (workspace_id, campaign_id, letter);

ALTER TABLE ONLY public.vault_datakey
    ADD CONSTRAINT vault_datakey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.inbox_word
    ADD CONSTRAINT word_once UNIQUE (workspace_id, token);

CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);

CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);

CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);

CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);

CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);

CREATE INDEX accounts_heartbeat_name_975103e7_like ON public.accounts_heartbeat USING btree (name varchar_pattern_ops);

CREATE INDEX accounts_invitation_invited_by_id_94a21efc ON public.accounts_invitation USING btree (invited_by_id);

CREATE INDEX accounts_member_user_id_b994c8b6 ON public.accounts_member USING btree (user_id);

CREATE INDEX accounts_user_email_b2644a56_like ON public.accounts_user USING btree (email varchar_pattern_ops);

CREATE INDEX accounts_workspace_slug_bdf7b4c7_like ON public.accounts_workspace USING btree (slug varchar_pattern_ops);

CREATE INDEX action_at ON public.accounts_action USING btree (workspace_id, at DESC);

CREATE INDEX appointment_day ON public.appointments_appointment USING btree (workspace_id, starts_at, id);

CREATE INDEX appointment_person ON public.appointments_appointment USING btree (workspace_id, person_id, starts_at DESC);

CREATE INDEX attachment_message ON public.inbox_attachment USING btree (workspace_id, message_id);

CREATE INDEX audience_changed ON public.campaigns_audience USING btree (workspace_id, changed_at DESC, id DESC);

CREATE UNIQUE INDEX audience_name ON public.campaigns_audience USING btree (workspace_id, name) WHERE (archived_at IS NULL);

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);

CREATE INDEX batch_picture ON public.templates_batchpicture USING btree (workspace_id, batch, "position");

CREATE UNIQUE INDEX brand_default ON public.accounts_brand USING btree (workspace_id) WHERE is_default;

CREATE INDEX breach_known ON public.privacy_breach USING btree (workspace_id, known_at DESC, id DESC);

CREATE INDEX breach_note_at ON public.privacy_breachnote USING btree (workspace_id, breach_id, at);

CREATE INDEX campaign_changed ON public.campaigns_campaign USING btree (workspace_id, changed_at DESC, id DESC);

CREATE INDEX campaign_registration_of ON public.senders_campaignregistration USING btree (workspace_id, business_id);

CREATE INDEX campaign_running ON public.campaigns_campaign USING btree (workspace_id, state) WHERE ((state)::text = ANY ((ARRAY['scheduled'::character varying, 'sending'::character varying])::text[]));

CREATE INDEX casa_cache_expires ON public.casa_cache USING btree (expires);

CREATE INDEX consent_address ON public.consent_consentevent USING btree (workspace_id, brand_id, address, channel);

CREATE INDEX conversation_later ON public.inbox_conversation USING btree (workspace_id, snoozed_until) WHERE ((status)::text = 'snoozed'::text);

CREATE INDEX conversation_latest ON public.inbox_conversation USING btree (workspace_id, last_message_at DESC, id DESC);

CREATE INDEX conversation_mine ON public.inbox_conversation USING btree (workspace_id, assignee_id, last_message_at DESC) WHERE ((status)::text = 'open'::text);

CREATE INDEX conversation_waiting ON public.inbox_conversation USING btree (workspace_id, pressing DESC, due_at, id) WHERE ((due_at IS NOT NULL) AND ((status)::text = 'open'::text));

CREATE INDEX count_audience ON public.campaigns_count USING btree (workspace_id, audience_id, at DESC);

CREATE INDEX count_campaign ON public.campaigns_count USING btree (workspace_id, campaign_id, at DESC);

CREATE INDEX counted_outcome ON public.campaigns_counted USING btree (workspace_id, count_id, outcome, id);

CREATE UNIQUE INDEX datakey_current ON public.vault_datakey USING btree (workspace_id, kind, holder) WHERE current;

CREATE INDEX datakey_holder ON public.vault_datakey USING btree (workspace_id, kind, holder);

CREATE INDEX decision_contacts ON public.consent_decision USING btree (workspace_id, brand_id, address, at DESC) WHERE ((address IS NOT NULL) AND ((answer)::text = 'allow'::text));

CREATE INDEX decision_day ON public.consent_decision USING btree (workspace_id, brand_id, at DESC) INCLUDE (segments) WHERE (((answer)::text = 'allow'::text) AND (segments > 0));

CREATE INDEX decision_outbox ON public.consent_decision USING btree (workspace_id, outbox_id, at DESC);

CREATE INDEX delivery_age ON public.connections_delivery USING btree (received_at);

CREATE INDEX delivery_waiting ON public.connections_delivery USING btree (workspace_id, received_at) WHERE ((state)::text = 'new'::text);

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);

CREATE INDEX do_not_call_kind ON public.consent_donotcalllist USING btree (workspace_id, kind, state, as_of DESC);

CREATE INDEX do_not_call_list ON public.consent_donotcallnumber USING btree (workspace_id, list_id);

CREATE INDEX draft_conversation ON public.assistant_draft USING btree (workspace_id, conversation_id, created_at DESC);

CREATE INDEX draft_for_message ON public.assistant_draft USING btree (workspace_id, for_message_id);

CREATE UNIQUE INDEX draft_one_alive ON public.assistant_draft USING btree (workspace_id, conversation_id) WHERE ((state)::text = ANY ((ARRAY['reading'::character varying, 'ready'::character varying, 'person'::character varying, 'nothing'::character varying])::text[]));

CREATE INDEX due_at ON public.accounts_due USING btree (at);

CREATE INDEX erasure_began ON public.privacy_erasure USING btree (workspace_id, began_at DESC, id DESC);

CREATE UNIQUE INDEX erasure_one_at_a_time ON public.privacy_erasure USING btree (workspace_id, person_id) WHERE (NOT ((state)::text = 'done'::text));

CREATE INDEX evidence_event ON public.consent_evidence USING btree (workspace_id, event_id);

CREATE INDEX export_asked ON public.privacy_export USING btree (workspace_id, asked_at DESC, id DESC);

CREATE INDEX guest_link_person ON public.privacy_guestlink USING btree (workspace_id, person_id);

CREATE INDEX hold_standing ON public.privacy_legalhold USING btree (workspace_id, person_id) WHERE (lifted_at IS NULL);

CREATE INDEX identity_person ON public.people_identity USING btree (workspace_id, person_id);

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);

CREATE INDEX import_at ON public.consent_import USING btree (workspace_id, at DESC);

CREATE INDEX invitation_email ON public.accounts_invitation USING btree (workspace_id, email);

CREATE INDEX knowledge_property ON public.assistant_knowledge USING btree (workspace_id, property_id);

CREATE INDEX merge_kept ON public.people_merge USING btree (workspace_id, kept_id);

CREATE INDEX message_newest ON public.inbox_message USING btree (workspace_id, sent_at DESC, id DESC);

CREATE INDEX message_thread ON public.inbox_message USING btree (workspace_id, conversation_id, sent_at DESC, id DESC);

CREATE INDEX message_tokens ON public.inbox_message USING gin (tokens);

CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);

CREATE INDEX number_check_address ON public.consent_numbercheck USING btree (workspace_id, address, queried_at DESC);

CREATE INDEX opening_hours_day ON public.appointments_openinghours USING btree (workspace_id, staff_id, weekday);

CREATE UNIQUE INDEX opt_in_keyword ON public.consent_optinpage USING btree (workspace_id, brand_id, keyword) WHERE ((NOT ((keyword)::text = ''::text)) AND active);

CREATE INDEX outbox_batch ON public.inbox_outbox USING btree (workspace_id, batch, not_before) WHERE ((batch IS NOT NULL) AND ((state)::text = ANY ((ARRAY['queued'::character varying, 'held'::character varying])::text[])));

CREATE INDEX outbox_conversation ON public.inbox_outbox USING btree (workspace_id, conversation_id, state);

CREATE INDEX outbox_open ON public.inbox_outbox USING btree (handed_off_at) WHERE ((state)::text = ANY ((ARRAY['sending'::character varying, 'unsure'::character varying])::text[]));

CREATE INDEX outbox_waiting ON public.inbox_outbox USING btree (workspace_id, connection_id, not_before) WHERE ((state)::text = ANY ((ARRAY['queued'::character varying, 'held'::character varying])::text[]));

CREATE INDEX pending_opt_in_address ON public.consent_pendingoptin USING btree (workspace_id, address, at DESC);

CREATE INDEX person_birthday ON public.people_person USING btree (workspace_id, birthday_token) WHERE (birthday_token IS NOT NULL);

CREATE INDEX person_created ON public.people_person USING btree (workspace_id, created_at DESC);

CREATE INDEX person_tokens ON public.people_person USING gin (tokens);

CREATE INDEX planned_message ON public.campaigns_planned USING btree (workspace_id, message_id);

CREATE INDEX planned_subject ON public.campaigns_planned USING btree (workspace_id, subject);

CREATE INDEX planned_waiting ON public.campaigns_planned USING btree (workspace_id, at, id) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX possible_request_waits ON public.privacy_possiblerequest USING btree (workspace_id, noticed_at, id) WHERE (settled_at IS NULL);

CREATE INDEX preference_address ON public.consent_preference USING btree (workspace_id, brand_id, address, at DESC);

CREATE INDEX privacy_request_open ON public.privacy_request USING btree (workspace_id, due_at, id) WHERE ((state)::text = 'open'::text);

CREATE INDEX privacy_request_person ON public.privacy_request USING btree (workspace_id, person_id);

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);

CREATE INDEX promise_check_newest ON public.privacy_promisecheck USING btree (workspace_id, day DESC);

CREATE INDEX provider_erasure_due ON public.privacy_providererasure USING btree (workspace_id, erasure_id, due_at, id);

CREATE INDEX read_slot ON public.accounts_read USING btree (workspace_id, slot DESC, id DESC);

CREATE INDEX recipient_of_person ON public.campaigns_recipient USING btree (workspace_id, person_id);

CREATE INDEX recipient_reason ON public.campaigns_recipient USING btree (workspace_id, campaign_id, state, reason, id);

CREATE INDEX recipient_released ON public.campaigns_recipient USING btree (workspace_id, campaign_id, released_at);

CREATE INDEX recipient_waiting ON public.campaigns_recipient USING btree (workspace_id, campaign_id, not_before, id) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX reconciliation_newest ON public.consent_reconciliation USING btree (workspace_id, connection_id, began_at DESC);

CREATE UNIQUE INDEX reconciliation_open ON public.consent_reconciliation USING btree (workspace_id, connection_id) WHERE (finished_at IS NULL);

CREATE INDEX reservation_arrival ON public.stays_reservation USING btree (workspace_id, arrival);

CREATE INDEX reservation_calendar ON public.stays_reservation USING btree (workspace_id, property_id, arrival);

CREATE INDEX reservation_departure ON public.stays_reservation USING btree (workspace_id, departure);

CREATE INDEX reservation_person ON public.stays_reservation USING btree (workspace_id, person_id, arrival DESC);

CREATE INDEX review_at ON public.stays_review USING btree (workspace_id, reviewed_at DESC);

CREATE UNIQUE INDEX review_once_a_message ON public.consent_review USING btree (workspace_id, brand_id, address, message_ref, kind) WHERE (NOT ((message_ref)::text = ''::text));

CREATE INDEX review_open ON public.consent_review USING btree (workspace_id, due_at) WHERE (settled_at IS NULL);

CREATE INDEX run_at ON public.assistant_run USING btree (workspace_id, at DESC);

CREATE INDEX run_draft ON public.assistant_run USING btree (workspace_id, draft_id);

CREATE INDEX sender_campaign ON public.senders_sender USING btree (workspace_id, campaign_id);

CREATE INDEX sequence_trigger ON public.campaigns_sequence USING btree (workspace_id, trigger);

CREATE INDEX settled_message ON public.connections_settled USING btree (workspace_id, message) WHERE (message IS NOT NULL);

CREATE INDEX suppression_address ON public.consent_suppression USING btree (workspace_id, brand_id, address, recorded_at DESC);

CREATE UNIQUE INDEX suppression_once_a_message ON public.consent_suppression USING btree (workspace_id, brand_id, address, message_ref) WHERE (NOT ((message_ref)::text = ''::text));

CREATE INDEX tagged_tag ON public.people_tagged USING btree (workspace_id, tag_id, person_id);

CREATE INDEX template_changed ON public.templates_template USING btree (workspace_id, changed_at DESC, id DESC);

CREATE INDEX template_media ON public.templates_templatemedia USING btree (workspace_id, template_id, "position");

CREATE UNIQUE INDEX template_name ON public.templates_template USING btree (workspace_id, name) WHERE (archived_at IS NULL);

CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));

CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";

CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;

CREATE INDEX usersessions_usersession_session_key_fd35de43_like ON public.usersessions_usersession USING btree (session_key varchar_pattern_ops);

CREATE INDEX usersessions_usersession_user_id_af5e0a6d ON public.usersessions_usersession USING btree (user_id);

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_action
    ADD CONSTRAINT accounts_action_user_id_c7da5a2f_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_action
    ADD CONSTRAINT accounts_action_workspace_id_331ccdbe_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_brand
    ADD CONSTRAINT accounts_brand_workspace_id_13078eef_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_due
    ADD CONSTRAINT accounts_due_workspace_id_283cdf13_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_invited_by_id_94a21efc_fk_accounts_user_id FOREIGN KEY (invited_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_invitation
    ADD CONSTRAINT accounts_invitation_workspace_id_7dc693ca_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_member
    ADD CONSTRAINT accounts_member_user_id_b994c8b6_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_member
    ADD CONSTRAINT accounts_member_workspace_id_d53d5763_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_read
    ADD CONSTRAINT accounts_read_user_id_79138732_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_read
    ADD CONSTRAINT accounts_read_workspace_id_c10a0df8_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_appointment
    ADD CONSTRAINT appointments_appoint_workspace_id_2905b7e8_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_openinghours
    ADD CONSTRAINT appointments_opening_workspace_id_6a47d1f3_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_service
    ADD CONSTRAINT appointments_service_workspace_id_ece3d9c5_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_staff
    ADD CONSTRAINT appointments_staff_workspace_id_c8161774_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_draft
    ADD CONSTRAINT assistant_draft_workspace_id_3be891f1_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_knowledge
    ADD CONSTRAINT assistant_knowledge_author_id_1afe14fb_fk_accounts_user_id FOREIGN KEY (author_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_knowledge
    ADD CONSTRAINT assistant_knowledge_workspace_id_b25a08e9_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.assistant_run
    ADD CONSTRAINT assistant_run_workspace_id_a0343783_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.campaigns_audience
    ADD CONSTRAINT campaigns_audience_created_by_id_7c9a3409_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.campaigns_audience
    ADD CONSTRAINT campaigns_audience_workspace_id_8eec30c1_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.campaigns_campaign
    ADD CONSTRAINT campaigns_campaign_created_by_id_11fada74_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.campaigns_campaign
    ADD CONSTRAINT campaigns_campaign_workspace_id_6c59c44a_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.campaigns_count
    ADD CONSTRAINT campaigns_count_workspace_id_c4eaee82_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.campaigns_counted
    ADD CONSTRAINT campaigns_counted_workspace_id_053cf35c_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.campaigns_planned
    ADD CONSTRAINT campaigns_planned_workspace_id_f029d381_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.campaigns_recipient
    ADD CONSTRAINT campaigns_recipient_workspace_id_83064d63_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.campaigns_sequence
    ADD CONSTRAINT campaigns_sequence_created_by_id_979935e2_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.campaigns_sequence
    ADD CONSTRAINT campaigns_sequence_workspace_id_03d62807_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.campaigns_step
    ADD CONSTRAINT campaigns_step_workspace_id_f734b11c_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.campaigns_throttle
    ADD CONSTRAINT campaigns_throttle_workspace_id_980269c9_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.campaigns_variant
    ADD CONSTRAINT campaigns_variant_workspace_id_87745c0b_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.connections_authorization
    ADD CONSTRAINT connections_authoriz_workspace_id_e6934fec_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.connections_authorization
    ADD CONSTRAINT connections_authorization_user_id_aaed8b14_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.connections_connection
    ADD CONSTRAINT connections_connecti_connected_by_id_e417c569_fk_accounts_ FOREIGN KEY (connected_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.connections_connection
    ADD CONSTRAINT connections_connecti_workspace_id_3abe225b_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.connections_delivery
    ADD CONSTRAINT connections_delivery_workspace_id_f6237c0f_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.connections_pulse
    ADD CONSTRAINT connections_pulse_workspace_id_fbf39089_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.connections_settled
    ADD CONSTRAINT connections_settled_workspace_id_6632e25a_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_chainhead
    ADD CONSTRAINT consent_chainhead_workspace_id_235c60d3_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_consentevent
    ADD CONSTRAINT consent_consentevent_actor_id_701fbb20_fk_accounts_user_id FOREIGN KEY (actor_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_consentevent
    ADD CONSTRAINT consent_consentevent_workspace_id_e3b48fe8_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_decision
    ADD CONSTRAINT consent_decision_workspace_id_cb72abcf_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_disclosure
    ADD CONSTRAINT consent_disclosure_workspace_id_a2acf608_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_donotcalllist
    ADD CONSTRAINT consent_donotcalllis_workspace_id_323bf95d_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_donotcallnumber
    ADD CONSTRAINT consent_donotcallnum_workspace_id_22fb74ea_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_evidence
    ADD CONSTRAINT consent_evidence_workspace_id_6ba1887e_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_import
    ADD CONSTRAINT consent_import_made_by_id_0ba45f69_fk_accounts_user_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_import
    ADD CONSTRAINT consent_import_workspace_id_cdfcb9c7_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_importedperson
    ADD CONSTRAINT consent_importedpers_workspace_id_68e67ec5_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_numbercheck
    ADD CONSTRAINT consent_numbercheck_workspace_id_c9ef191e_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_optinpage
    ADD CONSTRAINT consent_optinpage_workspace_id_0b5e7e19_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_pendingoptin
    ADD CONSTRAINT consent_pendingoptin_workspace_id_a438d8f6_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_preference
    ADD CONSTRAINT consent_preference_workspace_id_14d1ead9_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_program
    ADD CONSTRAINT consent_program_workspace_id_8c2ca902_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_reconciliation
    ADD CONSTRAINT consent_reconciliati_workspace_id_f1d052e6_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_review
    ADD CONSTRAINT consent_review_settled_by_id_b9c19d7a_fk_accounts_user_id FOREIGN KEY (settled_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_review
    ADD CONSTRAINT consent_review_workspace_id_49363250_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_suppression
    ADD CONSTRAINT consent_suppression_actor_id_225b260c_fk_accounts_user_id FOREIGN KEY (actor_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_suppression
    ADD CONSTRAINT consent_suppression_workspace_id_0fa56422_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.consent_unreached
    ADD CONSTRAINT consent_unreached_workspace_id_6af5c236_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.inbox_attachment
    ADD CONSTRAINT inbox_attachment_workspace_id_ee99edd9_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.inbox_conversation
    ADD CONSTRAINT inbox_conversation_assignee_id_4bf0d3a6_fk_accounts_user_id FOREIGN KEY (assignee_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.inbox_conversation
    ADD CONSTRAINT inbox_conversation_workspace_id_5823640a_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.inbox_message
    ADD CONSTRAINT inbox_message_author_id_6fb862c9_fk_accounts_user_id FOREIGN KEY (author_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.inbox_message
    ADD CONSTRAINT inbox_message_workspace_id_9bbd5a9c_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.inbox_outbox
    ADD CONSTRAINT inbox_outbox_workspace_id_355cdd3d_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.inbox_presence
    ADD CONSTRAINT inbox_presence_user_id_77e7c991_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.inbox_presence
    ADD CONSTRAINT inbox_presence_workspace_id_6db18656_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.inbox_word
    ADD CONSTRAINT inbox_word_workspace_id_1d48442a_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_identity
    ADD CONSTRAINT people_identity_workspace_id_2792287c_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_merge
    ADD CONSTRAINT people_merge_workspace_id_51955580_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_workspace_id_a3bec8f0_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_tag
    ADD CONSTRAINT people_tag_workspace_id_9c9346c3_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_tagged
    ADD CONSTRAINT people_tagged_workspace_id_4c4cfede_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_acceptance
    ADD CONSTRAINT privacy_acceptance_user_id_cf0178fa_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_acceptance
    ADD CONSTRAINT privacy_acceptance_workspace_id_fbb7e728_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_breach
    ADD CONSTRAINT privacy_breach_account_id_8a34b0ff_fk_accounts_user_id FOREIGN KEY (account_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_breach
    ADD CONSTRAINT privacy_breach_opened_by_id_7ca2fb02_fk_accounts_user_id FOREIGN KEY (opened_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_breach
    ADD CONSTRAINT privacy_breach_workspace_id_fe8bcdb5_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_breachnote
    ADD CONSTRAINT privacy_breachnote_by_id_cdf747a9_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_breachnote
    ADD CONSTRAINT privacy_breachnote_workspace_id_7962f2f5_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_closing
    ADD CONSTRAINT privacy_closing_asked_by_id_184cd941_fk_accounts_user_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_closing
    ADD CONSTRAINT privacy_closing_workspace_id_5adbc665_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_erasure
    ADD CONSTRAINT privacy_erasure_asked_by_id_f7738b50_fk_accounts_user_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_erasure
    ADD CONSTRAINT privacy_erasure_workspace_id_30f04506_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_export
    ADD CONSTRAINT privacy_export_asked_by_id_976ebca3_fk_accounts_user_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_export
    ADD CONSTRAINT privacy_export_workspace_id_c389458f_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_guestlink
    ADD CONSTRAINT privacy_guestlink_workspace_id_103e45d3_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_legalhold
    ADD CONSTRAINT privacy_legalhold_lifted_by_id_55c74eb7_fk_accounts_user_id FOREIGN KEY (lifted_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_legalhold
    ADD CONSTRAINT privacy_legalhold_placed_by_id_729a5825_fk_accounts_user_id FOREIGN KEY (placed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_legalhold
    ADD CONSTRAINT privacy_legalhold_workspace_id_307f2228_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_policynotice
    ADD CONSTRAINT privacy_policynotice_user_id_0e9b0902_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_policynotice
    ADD CONSTRAINT privacy_policynotice_workspace_id_384aa065_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_policyversion
    ADD CONSTRAINT privacy_policyversio_published_by_id_62d60bfe_fk_accounts_ FOREIGN KEY (published_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_policyversion
    ADD CONSTRAINT privacy_policyversio_workspace_id_8d9c29bc_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_possiblerequest
    ADD CONSTRAINT privacy_possiblerequ_settled_by_id_2cd91930_fk_accounts_ FOREIGN KEY (settled_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_possiblerequest
    ADD CONSTRAINT privacy_possiblerequ_workspace_id_3a46620a_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_promisecheck
    ADD CONSTRAINT privacy_promisecheck_workspace_id_a522d360_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_providererasure
    ADD CONSTRAINT privacy_providereras_workspace_id_9228dab0_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_request
    ADD CONSTRAINT privacy_request_settled_by_id_72b22fb6_fk_accounts_user_id FOREIGN KEY (settled_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_request
    ADD CONSTRAINT privacy_request_workspace_id_007cbd40_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_retentionrule
    ADD CONSTRAINT privacy_retentionrul_workspace_id_9862c4be_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.privacy_transfer
    ADD CONSTRAINT privacy_transfer_workspace_id_e4dafc79_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);

ALTER TABLE ONLY public.senders_brandregistration
    ADD CONSTRAINT senders_brandregistr_workspace_id_c80263c8_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.senders_campaignregistration
    ADD CONSTRAINT senders_campaignregi_workspace_id_630d39aa_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.senders_sender
    ADD CONSTRAINT senders_sender_workspace_id_da46c637_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.senders_tollfreeverification
    ADD CONSTRAINT senders_tollfreeveri_workspace_id_1f434e8c_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stays_property
    ADD CONSTRAINT stays_property_workspace_id_c78340a9_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stays_reservation
    ADD CONSTRAINT stays_reservation_workspace_id_fe4b5d0d_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stays_review
    ADD CONSTRAINT stays_review_workspace_id_062ac173_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.templates_batchpicture
    ADD CONSTRAINT templates_batchpictu_workspace_id_1624d2db_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.templates_brandlink
    ADD CONSTRAINT templates_brandlink_workspace_id_9e42eb4f_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.templates_template
    ADD CONSTRAINT templates_template_created_by_id_80f812fa_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.templates_template
    ADD CONSTRAINT templates_template_workspace_id_a137c07b_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.templates_templatemedia
    ADD CONSTRAINT templates_templateme_workspace_id_7678b0fa_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.templates_templatetext
    ADD CONSTRAINT templates_templatete_workspace_id_0d8fdd1b_fk_accounts_ FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_user_id_af5e0a6d_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.vault_datakey
    ADD CONSTRAINT vault_datakey_workspace_id_e601e1a4_fk_accounts_workspace_id FOREIGN KEY (workspace_id) REFERENCES public.accounts_workspace(id) DEFERRABLE INITIALLY DEFERRED;

INSERT INTO public.django_migrations VALUES
	(1, 'accounts', '0001_initial', '2026-11-22 12:39:06.055017+00'),
	(2, 'account', '0001_initial', '2026-11-22 12:39:06.091594+00'),
	(3, 'account', '0002_email_max_length', '2026-11-22 12:39:06.101357+00'),
	(4, 'account', '0003_alter_emailaddress_create_unique_verified_email', '2026-11-22 12:39:06.117357+00'),
	(5, 'account', '0004_alter_emailaddress_drop_unique_email', '2026-11-22 12:39:06.131016+00'),
	(6, 'account', '0005_emailaddress_idx_upper_email', '2026-11-22 12:39:06.142729+00'),
	(7, 'account', '0006_emailaddress_lower', '2026-11-22 12:39:06.155811+00'),
	(8, 'account', '0007_emailaddress_idx_email', '2026-11-22 12:39:06.172203+00'),
	(9, 'account', '0008_emailaddress_unique_primary_email_fixup', '2026-11-22 12:39:06.190394+00'),
	(10, 'account', '0009_emailaddress_unique_primary_email', '2026-11-22 12:39:06.201376+00'),
	(11, 'accounts', '0002_read_slot', '2026-11-22 12:39:06.211412+00'),
	(12, 'people', '0001_initial', '2026-11-22 12:39:06.313235+00'),
	(13, 'appointments', '0001_initial', '2026-11-22 12:39:06.538434+00'),
	(14, 'appointments', '0002_moved_at', '2026-11-22 12:39:06.55403+00'),
	(15, 'connections', '0001_initial', '2026-11-22 12:39:06.819464+00'),
	(16, 'stays', '0001_initial', '2026-11-22 12:39:07.101512+00'),
	(17, 'inbox', '0001_initial', '2026-11-22 12:39:07.981994+00'),
	(18, 'inbox', '0002_outbox_batch', '2026-11-22 12:39:08.04741+00'),
	(19, 'assistant', '0001_initial', '2026-11-22 12:39:08.47383+00'),
	(20, 'assistant', '0002_draft_for_message', '2026-11-22 12:39:08.51201+00'),
	(21, 'contenttypes', '0001_initial', '2026-11-22 12:39:08.518763+00'),
	(22, 'contenttypes', '0002_remove_content_type_name', '2026-11-22 12:39:08.56306+00'),
	(23, 'auth', '0001_initial', '2026-11-22 12:39:08.586475+00'),
	(24, 'auth', '0002_alter_permission_name_max_length', '2026-11-22 12:39:08.592468+00'),
	(25, 'auth', '0003_alter_user_email_max_length', '2026-11-22 12:39:08.598842+00'),
	(26, 'auth', '0004_alter_user_username_opts', '2026-11-22 12:39:08.604823+00'),
	(27, 'auth', '0005_alter_user_last_login_null', '2026-11-22 12:39:08.610541+00'),
	(28, 'auth', '0006_require_contenttypes_0002', '2026-11-22 12:39:08.611454+00'),
	(29, 'auth', '0007_alter_validators_add_error_messages', '2026-11-22 12:39:08.616727+00'),
	(30, 'auth', '0008_alter_user_username_max_length', '2026-11-22 12:39:08.622088+00'),
	(31, 'auth', '0009_alter_user_last_name_max_length', '2026-11-22 12:39:08.627562+00'),
	(32, 'auth', '0010_alter_group_name_max_length', '2026-11-22 12:39:08.635973+00'),
	(33, 'auth', '0011_update_proxy_permissions', '2026-11-22 12:39:08.675179+00'),
	(34, 'auth', '0012_alter_user_first_name_max_length', '2026-11-22 12:39:08.681023+00'),
	(35, 'people', '0002_tags_and_birthdays', '2026-11-22 12:39:09.170544+00'),
	(36, 'templates', '0001_initial', '2026-11-22 12:39:09.525507+00'),
	(37, 'campaigns', '0001_initial', '2026-11-22 12:39:11.383584+00'),
	(38, 'campaigns', '0002_planned', '2026-11-22 12:39:11.446801+00'),
	(39, 'campaigns', '0003_campaign_test_of', '2026-11-22 12:39:11.504714+00'),
	(40, 'campaigns', '0004_people_nights_code', '2026-11-22 12:39:11.727626+00'),
	(41, 'connections', '0002_settled', '2026-11-22 12:39:11.789967+00'),
	(42, 'connections', '0003_settled_named', '2026-11-22 12:39:11.84495+00'),
	(43, 'consent', '0001_initial', '2026-11-22 12:39:12.165651+00'),
	(44, 'consent', '0002_ledgers_and_gate', '2026-11-22 12:39:17.187499+00'),
	(45, 'consent', '0003_collecting', '2026-11-22 12:39:17.566031+00'),
	(46, 'consent', '0004_reconciliation_unreached', '2026-11-22 12:39:17.725355+00'),
	(47, 'inbox', '0003_outbox_program_and_time', '2026-11-22 12:39:18.060115+00'),
	(48, 'inbox', '0004_outbox_secret', '2026-11-22 12:39:18.134997+00'),
	(49, 'mfa', '0001_initial', '2026-11-22 12:39:18.214084+00'),
	(50, 'mfa', '0002_authenticator_timestamps', '2026-11-22 12:39:18.270637+00'),
	(51, 'mfa', '0003_authenticator_type_uniq', '2026-11-22 12:39:18.356679+00'),
	(52, 'people', '0003_restricted', '2026-11-22 12:39:18.429976+00'),
	(53, 'privacy', '0001_initial', '2026-11-22 12:39:19.058068+00'),
	(54, 'privacy', '0002_promises', '2026-11-22 12:39:20.42415+00'),
	(55, 'privacy', '0003_incidents_and_notices', '2026-11-22 12:39:21.424155+00'),
	(56, 'privacy', '0004_providers_and_closing', '2026-11-22 12:39:21.613501+00'),
	(57, 'privacy', '0005_possible_requests', '2026-11-22 12:39:21.709365+00'),
	(58, 'procrastinate', '0001_initial', '2026-11-22 12:39:21.719613+00'),
	(59, 'procrastinate', '0002_drop_started_at_column', '2026-11-22 12:39:21.722351+00'),
	(60, 'procrastinate', '0003_drop_started_at_column', '2026-11-22 12:39:21.724677+00'),
	(61, 'procrastinate', '0004_drop_procrastinate_version_table', '2026-11-22 12:39:21.727043+00'),
	(62, 'procrastinate', '0005_fix_procrastinate_fetch_job', '2026-11-22 12:39:21.731019+00'),
	(63, 'procrastinate', '0006_fix_trigger_status_events_insert', '2026-11-22 12:39:21.732881+00'),
	(64, 'procrastinate', '0007_add_queueing_lock_column', '2026-11-22 12:39:21.734946+00'),
	(65, 'procrastinate', '0008_close_fetch_job_race_condition', '2026-11-22 12:39:21.737437+00'),
	(66, 'procrastinate', '0009_add_defer_job_function', '2026-11-22 12:39:21.740871+00'),
	(67, 'procrastinate', '0010_add_procrastinate_periodic_defers', '2026-11-22 12:39:21.744334+00'),
	(68, 'procrastinate', '0011_add_foreign_key_index', '2026-11-22 12:39:21.746266+00'),
	(69, 'procrastinate', '0012_add_locks_to_periodic_defer', '2026-11-22 12:39:21.748967+00'),
	(70, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', '2026-11-22 12:39:21.752131+00'),
	(71, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', '2026-11-22 12:39:21.753838+00'),
	(72, 'procrastinate', '0015_add_trigger_on_job_deletion', '2026-11-22 12:39:21.7555+00'),
	(73, 'procrastinate', '0016_delete_finished_jobs', '2026-11-22 12:39:21.757173+00'),
	(74, 'procrastinate', '0017_add_checks_to_finish_job', '2026-11-22 12:39:21.758747+00'),
	(75, 'procrastinate', '0018_add_checks_to_retry_job', '2026-11-22 12:39:21.760234+00'),
	(76, 'procrastinate', '0019_fix_finish_job_compat_issue', '2026-11-22 12:39:21.763396+00'),
	(77, 'procrastinate', '0020_add_index_on_procrastinate_jobs', '2026-11-22 12:39:21.765492+00'),
	(78, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', '2026-11-22 12:39:21.768111+00'),
	(79, 'procrastinate', '0022_null_locks_excluded', '2026-11-22 12:39:21.771311+00'),
	(80, 'procrastinate', '0023_remove_old_finish_job_function', '2026-11-22 12:39:21.773247+00'),
	(81, 'procrastinate', '0024_job_id_bigint', '2026-11-22 12:39:21.777441+00'),
	(82, 'procrastinate', '0025_add_models', '2026-11-22 12:39:21.785274+00'),
	(83, 'procrastinate', '0026_add_job_priority', '2026-11-22 12:39:21.791175+00'),
	(84, 'procrastinate', '0027_add_periodic_job_priority', '2026-11-22 12:39:21.792958+00'),
	(85, 'procrastinate', '0028_add_cancel_states', '2026-11-22 12:39:21.801895+00'),
	(86, 'procrastinate', '0029_add_additional_params_to_retry_job', '2026-11-22 12:39:21.80377+00'),
	(87, 'procrastinate', '0030_alter_procrastinateevent_options', '2026-11-22 12:39:21.806929+00'),
	(88, 'procrastinate', '0031_add_indexes_for_fetch_job', '2026-11-22 12:39:21.809667+00'),
	(89, 'procrastinate', '0032_pre_cancel_notification', '2026-11-22 12:39:21.817801+00'),
	(90, 'procrastinate', '0033_post_cancel_notification', '2026-11-22 12:39:21.829451+00'),
	(91, 'procrastinate', '0034_pre_add_heartbeat', '2026-11-22 12:39:21.8392+00'),
	(92, 'procrastinate', '0035_post_add_heartbeat', '2026-11-22 12:39:21.841019+00'),
	(93, 'procrastinate', '0036_add_worker_model', '2026-11-22 12:39:21.846749+00'),
	(94, 'procrastinate', '0037_pre_batch_defer_jobs', '2026-11-22 12:39:21.848953+00'),
	(95, 'procrastinate', '0038_post_batch_defer_jobs', '2026-11-22 12:39:21.850583+00'),
	(96, 'procrastinate', '0039_pre_priority_lock_fetch_job', '2026-11-22 12:39:21.852439+00'),
	(97, 'procrastinate', '0040_pre_retry_failed_job', '2026-11-22 12:39:21.854125+00'),
	(98, 'procrastinate', '0041_post_retry_failed_job', '2026-11-22 12:39:21.856299+00'),
	(99, 'senders', '0001_initial', '2026-11-22 12:39:23.072107+00'),
	(100, 'sessions', '0001_initial', '2026-11-22 12:39:23.078337+00'),
	(101, 'templates', '0002_batch_pictures', '2026-11-22 12:39:23.181849+00'),
	(102, 'usersessions', '0001_initial', '2026-11-22 12:39:23.288053+00'),
	(103, 'vault', '0001_initial', '2026-11-22 12:39:23.395633+00');

SELECT pg_catalog.setval('public.django_migrations_id_seq', 103, true);
