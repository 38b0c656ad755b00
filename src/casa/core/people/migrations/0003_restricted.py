from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_tags_and_birthdays'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='restricted_at',
            field=models.DateTimeField(null=True),
        ),
    ]
