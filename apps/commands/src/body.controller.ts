import type { Answer } from '#event-store';
import { Body, Inject, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Act, Commands } from './act.js';
import { ChangeCharterDto, EndBodyDto, EstablishBodyDto } from './dto/body.dto.js';
import { BodyPath } from './dto/path.dto.js';
import {
  AppointChairDto,
  AppointDeputyDto,
  CreateSeatDto,
  EndSeatDto,
  OccupySeatDto,
  RemoveDeputyDto,
  StaffSecretariatDto,
  VacateSeatDto,
} from './dto/seat.dto.js';
import { BodyRequest, payload } from './requests.js';
import type { Sender } from './sender.js';

@Commands('bodies', 'Bodies')
export class BodyController {
  constructor(@Inject(CommandBus) private readonly bus: CommandBus) {}

  @Act('EstablishBody', '', 'Establish a body')
  establishBody(@Body() body: EstablishBodyDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new BodyRequest('EstablishBody', body, sender));
  }

  @Act('ChangeCharter', ':body/charters', 'Change the charter')
  changeCharter(@Param() path: BodyPath, @Body() body: ChangeCharterDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new BodyRequest('ChangeCharter', payload(path, body), sender));
  }

  @Act('EndBody', ':body/end', 'End the body')
  endBody(@Param() path: BodyPath, @Body() body: EndBodyDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new BodyRequest('EndBody', payload(path, body), sender));
  }

  @Act('CreateSeat', ':body/seats', 'Create a seat')
  createSeat(@Param() path: BodyPath, @Body() body: CreateSeatDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new BodyRequest('CreateSeat', payload(path, body), sender));
  }

  @Act('EndSeat', ':body/seat-endings', 'End a seat')
  endSeat(@Param() path: BodyPath, @Body() body: EndSeatDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new BodyRequest('EndSeat', payload(path, body), sender));
  }

  @Act('OccupySeat', ':body/occupants', 'Occupy a seat')
  occupySeat(@Param() path: BodyPath, @Body() body: OccupySeatDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new BodyRequest('OccupySeat', payload(path, body), sender));
  }

  @Act('VacateSeat', ':body/seat-vacations', 'Vacate a seat')
  vacateSeat(@Param() path: BodyPath, @Body() body: VacateSeatDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new BodyRequest('VacateSeat', payload(path, body), sender));
  }

  @Act('AppointDeputy', ':body/deputies', 'Appoint a deputy')
  appointDeputy(@Param() path: BodyPath, @Body() body: AppointDeputyDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new BodyRequest('AppointDeputy', payload(path, body), sender));
  }

  @Act('RemoveDeputy', ':body/deputy-removals', 'Remove a deputy')
  removeDeputy(@Param() path: BodyPath, @Body() body: RemoveDeputyDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new BodyRequest('RemoveDeputy', payload(path, body), sender));
  }

  @Act('AppointChair', ':body/chairs', 'Appoint the chair')
  appointChair(@Param() path: BodyPath, @Body() body: AppointChairDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new BodyRequest('AppointChair', payload(path, body), sender));
  }

  @Act('StaffSecretariat', ':body/secretariat', 'Staff the secretariat')
  staffSecretariat(@Param() path: BodyPath, @Body() body: StaffSecretariatDto, ...sender: Sender): Promise<Answer> {
    return this.bus.execute(new BodyRequest('StaffSecretariat', payload(path, body), sender));
  }
}
