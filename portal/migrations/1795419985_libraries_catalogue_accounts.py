"""Libraries, catalogue, accounts

Revision: 1795419985
After: 
Made: 2026-11-23 07:46:25.721055
"""

import sqlalchemy as sa
from alembic import op


revision = '1795419985'
down_revision = None
branch_labels = ('default',)
depends_on = None


def upgrade() -> None:
    op.create_table('agent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('person', 'corporate', 'meeting', name='agentkind', native_enum=False, length=12), nullable=False),
    sa.Column('key', sa.String(length=250), nullable=False),
    sa.Column('sort_order', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agent')),
    sa.UniqueConstraint('key', 'kind', name=op.f('uq_agent_key_kind'))
    )
    with op.batch_alter_table('agent', schema=None) as batch_op:
        batch_op.create_index('ix_agent_sort_order', ['sort_order', 'id'], unique=False)

    op.create_table('availability_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_availability_change')),
    sqlite_autoincrement=True
    )
    op.create_table('deleted_record',
    sa.Column('record_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('heir_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('indexed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('record_id', name=op.f('pk_deleted_record'))
    )
    op.create_table('library',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.Enum('city', 'regional', 'commune', 'bookcase', 'post_office', 'school', 'mobile', 'private', 'prison', name='kind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('short_name', sa.String(length=100), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('address', sa.String(length=300), nullable=True),
    sa.Column('commune_code', sa.String(length=5), nullable=True),
    sa.Column('phone', sa.String(length=60), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('website', sa.String(length=300), nullable=False),
    sa.Column('latitude', sa.Double(), nullable=True),
    sa.Column('longitude', sa.Double(), nullable=True),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('aliases', sa.Text(), nullable=False),
    sa.Column('closed_since', sa.Date(), nullable=True),
    sa.CheckConstraint("code <> ''", name=op.f('ck_library_code_not_empty')),
    sa.CheckConstraint("name <> ''", name=op.f('ck_library_name_not_empty')),
    sa.CheckConstraint('(latitude IS NULL) = (longitude IS NULL)', name=op.f('ck_library_whole_coordinates')),
    sa.CheckConstraint('latitude BETWEEN -90 AND 90', name=op.f('ck_library_latitude_range')),
    sa.CheckConstraint('longitude BETWEEN -180 AND 180', name=op.f('ck_library_longitude_range')),
    sa.CheckConstraint('parent_id <> id', name=op.f('ck_library_not_its_own_parent')),
    sa.ForeignKeyConstraint(['parent_id'], ['library.id'], name=op.f('fk_library_parent_id_library')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_library')),
    sa.UniqueConstraint('code', name=op.f('uq_library_code'))
    )
    with op.batch_alter_table('library', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_library_commune_code'), ['commune_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_library_parent_id'), ['parent_id'], unique=False)

    op.create_table('network_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stamp', sa.String(length=32), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_network_version_only_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_network_version'))
    )
    op.create_table('subject',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('topic', 'place', 'person', 'genre', 'keyword', name='subjectkind', native_enum=False, length=12), nullable=False),
    sa.Column('key', sa.String(length=250), nullable=False),
    sa.Column('sort_order', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subject')),
    sa.UniqueConstraint('key', 'kind', name=op.f('uq_subject_key_kind'))
    )
    with op.batch_alter_table('subject', schema=None) as batch_op:
        batch_op.create_index('ix_subject_sort_order', ['sort_order', 'id'], unique=False)

    op.create_table('work',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=300), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work')),
    sa.UniqueConstraint('key', name=op.f('uq_work_key'))
    )
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('role', sa.Enum('reader', 'librarian', 'head', 'city_staff', 'administrator', name='role', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('library_id', sa.Integer(), nullable=True),
    sa.Column('session_key', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['library_id'], ['library.id'], name=op.f('fk_account_library_id_library')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email'))
    )
    op.create_table('closure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('library_id', sa.Integer(), nullable=True),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('opens', sa.Integer(), nullable=True),
    sa.Column('closes', sa.Integer(), nullable=True),
    sa.CheckConstraint('(opens IS NULL) = (closes IS NULL)', name=op.f('ck_closure_whole_span')),
    sa.CheckConstraint('0 <= opens AND opens < closes AND closes <= 1440', name=op.f('ck_closure_span_in_day')),
    sa.CheckConstraint('first_day <= last_day', name=op.f('ck_closure_forward_in_time')),
    sa.ForeignKeyConstraint(['library_id'], ['library.id'], name=op.f('fk_closure_library_id_library'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closure'))
    )
    with op.batch_alter_table('closure', schema=None) as batch_op:
        batch_op.create_index('ix_closure_library_days', ['library_id', 'first_day'], unique=False)

    op.create_table('import_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('library_id', sa.Integer(), nullable=False),
    sa.Column('files', sa.Text(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created', sa.Integer(), nullable=False),
    sa.Column('joined', sa.Integer(), nullable=False),
    sa.Column('updated', sa.Integer(), nullable=False),
    sa.Column('unchanged', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=False),
    sa.Column('vanished', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['library_id'], ['library.id'], name=op.f('fk_import_run_library_id_library')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_run'))
    )
    with op.batch_alter_table('import_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_run_library_id'), ['library_id'], unique=False)

    op.create_table('library_period',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('library_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.CheckConstraint('since < until', name=op.f('ck_library_period_forward_in_time')),
    sa.ForeignKeyConstraint(['library_id'], ['library.id'], name=op.f('fk_library_period_library_id_library'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['parent_id'], ['library.id'], name=op.f('fk_library_period_parent_id_library')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_library_period')),
    sa.UniqueConstraint('library_id', 'name', 'until', name='uq_library_period_name')
    )
    op.create_table('record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('work_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('subtitle', sa.Text(), nullable=True),
    sa.Column('volume', sa.Text(), nullable=True),
    sa.Column('part_title', sa.Text(), nullable=True),
    sa.Column('responsibility', sa.Text(), nullable=True),
    sa.Column('original_title', sa.Text(), nullable=True),
    sa.Column('other_titles', sa.Text(), nullable=True),
    sa.Column('edition', sa.Text(), nullable=True),
    sa.Column('edition_number', sa.SmallInteger(), nullable=True),
    sa.Column('place', sa.Text(), nullable=True),
    sa.Column('publisher', sa.Text(), nullable=True),
    sa.Column('year', sa.SmallInteger(), nullable=True),
    sa.Column('year_text', sa.Text(), nullable=True),
    sa.Column('extent', sa.Text(), nullable=True),
    sa.Column('size', sa.Text(), nullable=True),
    sa.Column('series', sa.Text(), nullable=True),
    sa.Column('series_number', sa.Text(), nullable=True),
    sa.Column('series_key', sa.String(length=200), nullable=True),
    sa.Column('language', sa.String(length=3), nullable=True),
    sa.Column('language_guessed', sa.Boolean(), nullable=False),
    sa.Column('ddc', sa.String(length=40), nullable=True),
    sa.Column('material', sa.SmallInteger(), nullable=False),
    sa.Column('for_children', sa.Boolean(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=True),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.Column('title_order', sa.LargeBinary(), nullable=False),
    sa.Column('match_key', sa.String(length=300), nullable=False),
    sa.Column('loan_count', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('indexed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['work_id'], ['work.id'], name=op.f('fk_record_work_id_work')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record'))
    )
    with op.batch_alter_table('record', schema=None) as batch_op:
        batch_op.create_index('ix_record_changed', ['changed_at'], unique=False)
        batch_op.create_index('ix_record_created', ['created_at', 'id'], unique=False)
        batch_op.create_index('ix_record_ddc', ['ddc', 'id'], unique=False)
        batch_op.create_index('ix_record_loans', ['loan_count', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_record_match_key'), ['match_key'], unique=False)
        batch_op.create_index('ix_record_series_key', ['series_key'], unique=False)
        batch_op.create_index('ix_record_title_order', ['title_order', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_record_work_id'), ['work_id'], unique=False)

    op.create_table('room',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('library_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('stacks', sa.Enum('open', 'closed', name='stacks', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('use', sa.Enum('lendable', 'on_site', name='use', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint("code <> ''", name=op.f('ck_room_code_not_empty')),
    sa.ForeignKeyConstraint(['library_id'], ['library.id'], name=op.f('fk_room_library_id_library'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room')),
    sa.UniqueConstraint('library_id', 'code', name='uq_room_code'),
    sa.UniqueConstraint('library_id', 'id', name='uq_room_library_id')
    )
    op.create_table('identifier',
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=4), nullable=False),
    sa.Column('value', sa.String(length=13), nullable=False),
    sa.CheckConstraint("kind IN ('isbn', 'issn')", name=op.f('ck_identifier_kind')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_identifier_record_id_record'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('record_id', 'kind', 'value', name=op.f('pk_identifier'))
    )
    with op.batch_alter_table('identifier', schema=None) as batch_op:
        batch_op.create_index('ix_identifier_value', ['value'], unique=False)

    op.create_table('opening_hours',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('library_id', sa.Integer(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=True),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('opens', sa.Integer(), nullable=False),
    sa.Column('closes', sa.Integer(), nullable=False),
    sa.CheckConstraint('0 <= opens AND opens < closes AND closes <= 1440', name=op.f('ck_opening_hours_span_in_day')),
    sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_opening_hours_weekday_range')),
    sa.ForeignKeyConstraint(['library_id', 'room_id'], ['room.library_id', 'room.id'], name='fk_opening_hours_room', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['library_id'], ['library.id'], name=op.f('fk_opening_hours_library_id_library'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening_hours')),
    sa.UniqueConstraint('room_id', 'weekday', 'opens', name='uq_opening_hours_room')
    )
    with op.batch_alter_table('opening_hours', schema=None) as batch_op:
        batch_op.create_index('uq_opening_hours_whole_library', ['library_id', 'weekday', 'opens'], unique=True, sqlite_where=sa.text('room_id IS NULL'), postgresql_where=sa.text('room_id IS NULL'))

    op.create_table('record_agent',
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('author', 'translator', 'editor', 'compiler', 'collector', 'illustrator', 'introducer', 'reviser', 'composer', 'photographer', 'narrator', 'adapter', 'contributor', name='role', native_enum=False, length=16), nullable=False),
    sa.ForeignKeyConstraint(['agent_id'], ['agent.id'], name=op.f('fk_record_agent_agent_id_agent')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_record_agent_record_id_record'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('record_id', 'position', name=op.f('pk_record_agent'))
    )
    with op.batch_alter_table('record_agent', schema=None) as batch_op:
        batch_op.create_index('ix_record_agent_agent', ['agent_id', 'record_id'], unique=False)

    op.create_table('record_subject',
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_record_subject_record_id_record'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_record_subject_subject_id_subject')),
    sa.PrimaryKeyConstraint('record_id', 'position', name=op.f('pk_record_subject'))
    )
    with op.batch_alter_table('record_subject', schema=None) as batch_op:
        batch_op.create_index('ix_record_subject_subject', ['subject_id', 'record_id'], unique=False)

    op.create_table('source_record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('library_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=200), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('format', sa.String(length=12), nullable=False),
    sa.Column('raw', sa.LargeBinary(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=16), nullable=False),
    sa.Column('encoding', sa.String(length=12), nullable=True),
    sa.Column('first_run_id', sa.Integer(), nullable=False),
    sa.Column('last_run_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['first_run_id'], ['import_run.id'], name=op.f('fk_source_record_first_run_id_import_run')),
    sa.ForeignKeyConstraint(['last_run_id'], ['import_run.id'], name=op.f('fk_source_record_last_run_id_import_run')),
    sa.ForeignKeyConstraint(['library_id'], ['library.id'], name=op.f('fk_source_record_library_id_library')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_source_record_record_id_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source_record')),
    sa.UniqueConstraint('library_id', 'number', name=op.f('uq_source_record_library_id_number'))
    )
    with op.batch_alter_table('source_record', schema=None) as batch_op:
        batch_op.create_index('ix_source_record_last_run', ['library_id', 'last_run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_source_record_record_id'), ['record_id'], unique=False)

    op.create_table('copy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('source_record_id', sa.Integer(), nullable=True),
    sa.Column('owner_library_id', sa.Integer(), nullable=False),
    sa.Column('holding_library_id', sa.Integer(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=True),
    sa.Column('barcode', sa.String(length=60), nullable=False),
    sa.Column('duplicate_no', sa.SmallInteger(), nullable=False),
    sa.Column('call_number', sa.String(length=120), nullable=True),
    sa.Column('call_number_order', sa.String(length=160), nullable=True),
    sa.Column('volume', sa.Text(), nullable=True),
    sa.Column('lendable', sa.Boolean(), nullable=False),
    sa.Column('status', sa.SmallInteger(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('added_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['holding_library_id'], ['library.id'], name=op.f('fk_copy_holding_library_id_library')),
    sa.ForeignKeyConstraint(['owner_library_id'], ['library.id'], name=op.f('fk_copy_owner_library_id_library')),
    sa.ForeignKeyConstraint(['record_id'], ['record.id'], name=op.f('fk_copy_record_id_record')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_copy_room_id_room')),
    sa.ForeignKeyConstraint(['source_record_id'], ['source_record.id'], name=op.f('fk_copy_source_record_id_source_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_copy')),
    sa.UniqueConstraint('owner_library_id', 'barcode', 'duplicate_no', name=op.f('uq_copy_owner_library_id_barcode_duplicate_no'))
    )
    with op.batch_alter_table('copy', schema=None) as batch_op:
        batch_op.create_index('ix_copy_added', ['added_on', 'holding_library_id', 'record_id'], unique=False)
        batch_op.create_index('ix_copy_barcode', ['barcode'], unique=False)
        batch_op.create_index('ix_copy_record', ['record_id', 'holding_library_id'], unique=False)
        batch_op.create_index('ix_copy_shelf', ['holding_library_id', 'call_number_order', 'id'], unique=False)
        batch_op.create_index('ix_copy_source', ['source_record_id'], unique=False)

    op.create_table('doubt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=5), nullable=False),
    sa.Column('source_record_id', sa.Integer(), nullable=False),
    sa.Column('other_record_id', sa.Integer(), nullable=True),
    sa.Column('field', sa.String(length=40), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('resolved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('resolution', sa.String(length=20), nullable=True),
    sa.Column('resolved_by', sa.Text(), nullable=True),
    sa.CheckConstraint("kind IN ('match', 'text')", name=op.f('ck_doubt_kind')),
    sa.ForeignKeyConstraint(['other_record_id'], ['record.id'], name=op.f('fk_doubt_other_record_id_record'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['source_record_id'], ['source_record.id'], name=op.f('fk_doubt_source_record_id_source_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_doubt')),
    sa.UniqueConstraint('source_record_id', 'kind', 'field', 'other_record_id', name=op.f('uq_doubt_source_record_id_kind_field_other_record_id'))
    )
    with op.batch_alter_table('doubt', schema=None) as batch_op:
        batch_op.create_index('ix_doubt_open', ['kind', 'id'], unique=False, sqlite_where=sa.text('resolved_at IS NULL'), postgresql_where=sa.text('resolved_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_doubt_other_record_id'), ['other_record_id'], unique=False)

    op.create_table('merge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source_record_id', sa.Integer(), nullable=False),
    sa.Column('from_record_id', sa.Integer(), nullable=False),
    sa.Column('to_record_id', sa.Integer(), nullable=False),
    sa.Column('loans', sa.Integer(), nullable=False),
    sa.Column('how', sa.String(length=20), nullable=False),
    sa.Column('by', sa.Text(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['source_record_id'], ['source_record.id'], name=op.f('fk_merge_source_record_id_source_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merge'))
    )
    with op.batch_alter_table('merge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_merge_source_record_id'), ['source_record_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('merge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_merge_source_record_id'))

    op.drop_table('merge')
    with op.batch_alter_table('doubt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_doubt_other_record_id'))
        batch_op.drop_index('ix_doubt_open', sqlite_where=sa.text('resolved_at IS NULL'), postgresql_where=sa.text('resolved_at IS NULL'))

    op.drop_table('doubt')
    with op.batch_alter_table('copy', schema=None) as batch_op:
        batch_op.drop_index('ix_copy_source')
        batch_op.drop_index('ix_copy_shelf')
        batch_op.drop_index('ix_copy_record')
        batch_op.drop_index('ix_copy_barcode')
        batch_op.drop_index('ix_copy_added')

    op.drop_table('copy')
    with op.batch_alter_table('source_record', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_source_record_record_id'))
        batch_op.drop_index('ix_source_record_last_run')

    op.drop_table('source_record')
    with op.batch_alter_table('record_subject', schema=None) as batch_op:
        batch_op.drop_index('ix_record_subject_subject')

    op.drop_table('record_subject')
    with op.batch_alter_table('record_agent', schema=None) as batch_op:
        batch_op.drop_index('ix_record_agent_agent')

    op.drop_table('record_agent')
    with op.batch_alter_table('opening_hours', schema=None) as batch_op:
        batch_op.drop_index('uq_opening_hours_whole_library', sqlite_where=sa.text('room_id IS NULL'), postgresql_where=sa.text('room_id IS NULL'))

    op.drop_table('opening_hours')
    with op.batch_alter_table('identifier', schema=None) as batch_op:
        batch_op.drop_index('ix_identifier_value')

    op.drop_table('identifier')
    op.drop_table('room')
    with op.batch_alter_table('record', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_record_work_id'))
        batch_op.drop_index('ix_record_title_order')
        batch_op.drop_index('ix_record_series_key')
        batch_op.drop_index(batch_op.f('ix_record_match_key'))
        batch_op.drop_index('ix_record_loans')
        batch_op.drop_index('ix_record_ddc')
        batch_op.drop_index('ix_record_created')
        batch_op.drop_index('ix_record_changed')

    op.drop_table('record')
    op.drop_table('library_period')
    with op.batch_alter_table('import_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_run_library_id'))

    op.drop_table('import_run')
    with op.batch_alter_table('closure', schema=None) as batch_op:
        batch_op.drop_index('ix_closure_library_days')

    op.drop_table('closure')
    op.drop_table('account')
    op.drop_table('work')
    with op.batch_alter_table('subject', schema=None) as batch_op:
        batch_op.drop_index('ix_subject_sort_order')

    op.drop_table('subject')
    op.drop_table('network_version')
    with op.batch_alter_table('library', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_library_parent_id'))
        batch_op.drop_index(batch_op.f('ix_library_commune_code'))

    op.drop_table('library')
    op.drop_table('deleted_record')
    op.drop_table('availability_change')
    with op.batch_alter_table('agent', schema=None) as batch_op:
        batch_op.drop_index('ix_agent_sort_order')

    op.drop_table('agent')
