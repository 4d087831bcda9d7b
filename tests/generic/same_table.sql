{# Fails on: a filled value that is no `field` of any row of the same table of the same document. #}
{% test same_table(model, column_name, field) %}
select distinct
    source.document_id,
    source.table_no,
    source.{{ column_name }}
from {{ model }} as source
left join {{ model }} as target
    on
        source.document_id = target.document_id and source.table_no = target.table_no
        and source.{{ column_name }} = target.{{ field }}
where source.{{ column_name }} is not null and target.{{ field }} is null
{% endtest %}
