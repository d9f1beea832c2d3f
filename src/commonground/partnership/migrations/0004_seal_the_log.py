import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from commonground.partnership.append_only import FUNCTION, append_only
from commonground.partnership.models.access import ClockTimestamp

LET_GO = migrations.RunSQL(
    """
    create function is_let_go(event bigint) returns boolean language sql stable as $$
        select exists (
            select from partnership_sealedevent s join partnership_letgo g using (seal_id) where s.event_id = event
        )
    $$;
    create function lets_go_of_old_rows() returns trigger language plpgsql as $$
    begin
        if exists (select from partnership_seal where id = new.seal_id and at > clock_timestamp() - interval '1 year')
        then
            raise exception 'rows of the access log are kept for at least a year'
                using errcode = 'integrity_constraint_violation';
        end if;
        return new;
    end $$;
    create trigger only_old_rows before insert on partnership_letgo
        for each row execute function lets_go_of_old_rows();
    """,
    """
    drop trigger only_old_rows on partnership_letgo;
    drop function lets_go_of_old_rows();
    drop function is_let_go(bigint);
    """,
)
CLOCK = migrations.RunSQL(
    """
    create function clock_of_the_database() returns trigger language plpgsql as $$
    begin
        new.at := clock_timestamp();
        return new;
    end $$;
    create trigger written_at before insert on partnership_accessevent
        for each row execute function clock_of_the_database();
    """,
    """
    drop trigger written_at on partnership_accessevent;
    drop function clock_of_the_database();
    """,
)
NOTHING_ERASED = migrations.RunSQL(
    """alter table partnership_accessevent add constraint erasure_holds_nothing_erased
        check (kind <> 'erasure' or details - array['rows', 'rule', 'why'] = '{}'::jsonb)""",
    "alter table partnership_accessevent drop constraint erasure_holds_nothing_erased",
)


class Migration(migrations.Migration):
    dependencies = [("partnership", "0003_systems")]
    operations = [
        migrations.AlterModelOptions("seal", {"ordering": ("number",)}),
        migrations.AddField(
            "seal",
            "digest",
            models.CharField(default=None, help_text="A hash over the hashes of its rows.", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            "seal",
            "form",
            models.PositiveSmallIntegerField(
                default=None, help_text="How its rows were written out before they were hashed."
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "seal", "number", models.PositiveIntegerField(default=None, unique=True), preserve_default=False
        ),
        migrations.AddField(
            "sealedevent", "hash", models.CharField(default=None, max_length=64), preserve_default=False
        ),
        migrations.AlterField(
            "accessevent", "at", models.DateTimeField(db_default=ClockTimestamp(), editable=False)
        ),
        migrations.AlterField("accessevent", "user_name", models.CharField(max_length=254)),
        migrations.AlterField("seal", "at", models.DateTimeField(editable=False)),
        migrations.CreateModel(
            "LetGo",
            [
                (
                    "seal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="let_go",
                        serialize=False,
                        to="partnership.seal",
                    ),
                ),
                ("at", models.DateTimeField(db_default=ClockTimestamp(), editable=False)),
                ("rows", models.PositiveIntegerField()),
            ],
        ),
        migrations.AddIndex(
            "accessevent", models.Index(fields=["user_id_then", "-id"], name="partnership_user_id_9f663b_idx")
        ),
        migrations.AddIndex(
            "accessevent", models.Index(fields=["record", "-id"], name="partnership_record_e1d194_idx")
        ),
        migrations.AddIndex("accessevent", GinIndex(fields=["concerns"], name="access_event_concerns")),
        migrations.AddConstraint(
            "accessevent",
            models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("collection", "alteration", "consultation", "disclosure", "combination", "erasure"))
                ),
                name="one_of_six_kinds",
            ),
        ),
        NOTHING_ERASED,
        FUNCTION,
        LET_GO,
        CLOCK,
        append_only("partnership_accessevent", unless="is_let_go(old.id)"),
        append_only("partnership_sealedevent", unless="is_let_go(old.event_id)"),
        append_only("partnership_seal"),
        append_only("partnership_letgo"),
    ]
