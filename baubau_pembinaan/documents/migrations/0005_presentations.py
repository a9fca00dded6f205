"""Presentations are kept, too."""

import baubau_pembinaan.documents.sniff
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0004_attempts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='storedfile',
            name='kind',
            field=models.CharField(choices=[(baubau_pembinaan.documents.sniff.Kind['PDF'], 'PDF'), (baubau_pembinaan.documents.sniff.Kind['JPG'], 'JPG'), (baubau_pembinaan.documents.sniff.Kind['PNG'], 'PNG'), (baubau_pembinaan.documents.sniff.Kind['XLSX'], 'XLSX'), (baubau_pembinaan.documents.sniff.Kind['DOCX'], 'DOCX'), (baubau_pembinaan.documents.sniff.Kind['PPTX'], 'PPTX'), (baubau_pembinaan.documents.sniff.Kind['CSV'], 'CSV'), (baubau_pembinaan.documents.sniff.Kind['ZIP'], 'ZIP')], max_length=4, verbose_name='content type'),
        ),
    ]
